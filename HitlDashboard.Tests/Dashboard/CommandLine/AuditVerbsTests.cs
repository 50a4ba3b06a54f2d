using HitlDashboard.App;
using HitlDashboard.CommandLine;
using HitlDashboard.Engine.Audit;
using HitlDashboard.Engine.Integrity;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Settings;
using HitlDashboard.Tests.Engine.Integrity;
using HitlDashboard.Tests.Faults.Tamper;
using HitlDashboard.Tests.Support;
using Microsoft.Extensions.Configuration;

namespace HitlDashboard.Tests.Dashboard.CommandLine;

public sealed class AuditVerbsTests(AuditedStore store) : IClassFixture<AuditedStore>
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();

    [Fact]
    public async Task Verify_WholeTrail_EndsWithZero()
    {
        var file = store.Copy();

        Assert.Equal(0, await AuditVerbs.VerifyAsync(file, AuditProof.Beside(file), _output, _errors));
        Assert.Matches("the audit trail is whole: [0-9]+ commits, [0-9]+ history entries, [0-9]+ anchors", _output.ToString());
    }

    [Fact]
    public async Task Verify_ChangedEntry_NamesItAndEndsWithOne()
    {
        var file = store.Copy();
        SoundFile.Sql(file, "UPDATE History SET Actor = 'mallory' WHERE Seq = 7");

        Assert.Equal(1, await AuditVerbs.VerifyAsync(file, AuditProof.Beside(file), _output, _errors));
        Assert.StartsWith("I12 history entry 7: it was changed", _output.ToString(), StringComparison.Ordinal);
    }

    /// <summary>The end that goes after the last anchor is found by an anchor that was kept elsewhere.</summary>
    [Fact]
    public async Task Verify_EndThatWasCutOff_IsFoundByAnAnchorKeptElsewhere()
    {
        var file = store.Copy();
        var kept = Path.Combine(Path.GetDirectoryName(file)!, "kept.jsonl");
        StoredAnchor.Read(file)!.AppendTo(kept);
        File.Copy(store.Older, file, overwrite: true);
        File.Delete(Path.Combine(Path.GetDirectoryName(file)!, AuditAnchor.FileName));

        Assert.Equal(0, await AuditVerbs.VerifyAsync(file, AuditProof.Beside(file), _output, _errors));
        Assert.Equal(1, await AuditVerbs.VerifyAsync(file, AuditSources.Of(file, null, kept), _output, _errors));
        Assert.Contains("its end was cut off, or it is an older copy", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_WithoutAKey_IsRefused_AndWithAnotherSaysSo()
    {
        var file = store.Copy();
        var proof = AuditProof.Beside(file);

        await Assert.ThrowsAsync<StartRefusedException>(() => AuditVerbs.VerifyAsync(file, proof with { Key = null }, _output, _errors));
        Assert.Equal(1, await AuditVerbs.VerifyAsync(file, proof with { Key = new byte[32] }, _output, _errors));
        Assert.Contains("I12 audit link 1: it was not made with this key", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Anchor_IsPrintedAndKeptOnce()
    {
        var file = store.Copy();
        using var folder = new TempFolder();
        var settings = Settings(file, folder.Path);

        Assert.Equal(0, await AuditVerbs.AnchorAsync(settings, _output));
        Assert.Equal(0, await AuditVerbs.AnchorAsync(settings, TextWriter.Null));

        var kept = Assert.Single(AuditAnchor.ReadAll(folder.File(AuditAnchor.FileName)));
        Assert.Equal(EngineJson.Read<AuditAnchor>(_output.ToString()), kept);
        Assert.Equal(StoredAnchor.Read(file), kept);
    }

    private static DashboardSettings Settings(string database, string anchors) => new SettingsCheck(
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Storage:Directory"] = Path.GetDirectoryName(database), ["Audit:AnchorFolder"] = anchors }).Build(),
        anchors).Read();
}
