using HitlDashboard.Engine;
using HitlDashboard.Engine.Audit;
using HitlDashboard.Engine.Integrity;
using HitlDashboard.Tests.Engine.Integrity;
using HitlDashboard.Tests.Engine.Persistence;
using HitlDashboard.Tests.Shape;
using HitlDashboard.Tests.Support;

namespace HitlDashboard.Tests.Engine.Audit;

/// <summary>The chain over the life of a server: restarts, upgrades, lost keys and removed chains.</summary>
public sealed class AuditTrailTests : IAsyncDisposable
{
    private const string One = "name: one\nsteps:\n  - { id: a, uses: set, with: { b: 1 } }\n";

    private readonly TempFolder _elsewhere = new();
    private EngineHarness _engine = null!;
    private Func<EngineOptions, EngineOptions> _options = options => options;

    private string Database => Path.Combine(_engine.Folder, "hitl.db");

    private string KeyFile => Path.Combine(_engine.Folder, AuditKey.FileName);

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        _elsewhere.Dispose();
    }

    [Fact]
    public async Task Chain_GoesOnOverRestarts_WithAnAnchorAtEachStop()
    {
        await StartAsync();
        await _engine.RestartAsync(() => Assert.Single(Anchors()));
        await _engine.UntilFinalAsync(await _engine.RunAsync("one"));
        await _engine.RestartAsync(() => Assert.Equal(2, Anchors().Count));
        await _engine.RestartAsync();

        var found = IsWhole();
        Assert.True(found is { HasKey: true, Anchors: 2 }, $"{found}");
        Assert.Equal(Anchors()[^1], _engine.Get<AuditTrail>().End);
    }

    [Fact]
    public async Task Key_IsForItsOwnerOnly_AndLiesWhereTheSettingSays()
    {
        _options = options => options with { AuditKeyFile = _elsewhere.File("keys/trail.key"), AuditAnchorFolder = _elsewhere.File("anchors") };
        await StartAsync();
        await _engine.RestartAsync();

        Assert.False(File.Exists(KeyFile));
        Assert.Single(AuditAnchor.ReadAll(_elsewhere.File("anchors/audit-anchors.jsonl")));
        Assert.Equal(32, AuditKey.Read(_elsewhere.File("keys/trail.key"))!.Length);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_elsewhere.File("keys/trail.key")));
        }

        Findings.None(DatabaseVerification.Verify(Database, proof: AuditProof.Of(_elsewhere.File("keys/trail.key"), _elsewhere.File("anchors/audit-anchors.jsonl"))).Violations.Select(found => found.ToString()));
    }

    [Fact]
    public async Task Start_WithoutTheKeyOfTheChain_IsRefused_AndGoesOnWithIt()
    {
        await StartAsync();
        var key = _elsewhere.File("kept.key");

        await RefusedAsync("is missing, and the database has a chain", () => File.Move(KeyFile, key));
        await RefusedAsync("is not the one that the database's chain was made with", () => File.WriteAllText(KeyFile, new string('a', 64)));
        await RefusedAsync("can't be used", () => File.WriteAllText(KeyFile, "no key"));
        await _engine.RestartAsync(() => File.Copy(key, KeyFile, overwrite: true));
        IsWhole();
    }

    [Fact]
    public async Task Start_WhereSomebodyRemovedTheChain_IsRefused()
    {
        await StartAsync();

        await RefusedAsync("has no audit chain, but", () => SoundFile.Sql(Database, "DELETE FROM Audit"));
    }

    [Fact]
    public async Task Chain_OfAnUpgradedFile_TakesInWhatWasThere()
    {
        _options = options =>
        {
            if (!File.Exists(options.DatabaseFile))
            {
                ReleasedFile.Write(options.DatabaseFile);
            }

            return options;
        };
        _engine = await EngineHarness.StartAsync(options: options => _options(options));
        var before = long.Parse(ReleasedFile.Read(Database, "SELECT MAX(Seq) FROM History")[0]);
        Assert.True(before > 20, $"{before}");
        IsWhole();

        foreach (var (sql, subject) in new[] { ("UPDATE History SET Actor = 'mallory' WHERE Seq = 3", "history entry 3"), ("UPDATE Decisions SET Comment = 'forged'", "decision ") })
        {
            var copy = _elsewhere.File("copy.db");
            File.Delete(copy);
            SoundFile.Sql(Database, $"VACUUM INTO '{copy}'");
            SoundFile.Sql(copy, sql);
            Assert.Contains(DatabaseVerification.Verify(copy).Violations, found => found.Invariant == "I12" && found.Subject.StartsWith(subject, StringComparison.Ordinal));
        }
    }

    private async Task StartAsync()
    {
        _engine = await EngineHarness.StartAsync(options: options => _options(options));
        await _engine.CompleteAsync(One, "one");
    }

    private IReadOnlyList<AuditAnchor> Anchors() => AuditAnchor.ReadAll(Path.Combine(_engine.Folder, AuditAnchor.FileName));

    private Verification IsWhole()
    {
        var found = DatabaseVerification.Verify(Database);
        Findings.None(found.Violations.Select(violation => violation.ToString()));
        return found;
    }

    private async Task RefusedAsync(string expected, Action meanwhile)
    {
        var refused = await Assert.ThrowsAsync<EngineRefusedException>(() => _engine.RestartAsync(meanwhile));
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
    }
}
