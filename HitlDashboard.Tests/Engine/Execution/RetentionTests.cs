using HitlDashboard.Engine.Integrity;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Runs;
using HitlDashboard.Tests.Engine.Persistence;
using HitlDashboard.Tests.Support;

namespace HitlDashboard.Tests.Engine.Execution;

/// <summary>Retention deletes at every start and every hour; the tests restart the engine with other settings.</summary>
public sealed class RetentionTests : IAsyncLifetime
{
    private const string Letter = """
        name: letter
        steps:
          - { id: write, uses: template, with: { template: "Dear {{input.name}}", file: "{{input.name}}.md" } }
          - { id: check, uses: set, with: { text: "{{input.name}}" }, review: { queue: q } }
        """;

    private EngineHarness _engine = null!;
    private TimeSpan? _kept;

    private string Database => Path.Combine(_engine.Folder, "hitl.db");

    public async Task InitializeAsync()
    {
        _engine = await EngineHarness.StartAsync(options: options => options with { RetainRuns = _kept });
        await _engine.SaveAsync(Letter);
    }

    public async Task DisposeAsync()
    {
        Assert.Empty(DatabaseVerification.Verify(Database).Violations);
        await _engine.DisposeAsync();
    }

    [Fact]
    public async Task FinalRuns_KeptLongEnough_GoWithTheirFiles_AndTheHistoryTellsWhatWasDecided()
    {
        var (old, waiting, newest) = (await EndedAsync("old"), await _engine.RunAsync("letter", new { name = "waiting" }), await EndedAsync("newest"));
        var number = (await GetAsync(newest))!.Summary.Number;
        var artifact = (await GetAsync(old))!.Artifacts[0].Id;
        var digest = ReleasedFile.Read(Database, "SELECT d.Digest FROM Decisions d ORDER BY At LIMIT 1")[0];
        var review = await _engine.ReviewAsync(waiting);

        await RestartAsync(TimeSpan.Zero);
        await Eventually.IsTrueAsync(async () => await GetAsync(old) is null, "the old run is deleted");

        await Eventually.IsTrueAsync(() => !Exists(artifact), "its file is removed");
        var told = (await _engine.Get<HistoryQueries>().AfterAsync(old, 0, 100))[^1];
        Assert.Equal(("Delete", "engine", digest), (told.Trigger, told.Actor, told.Data!.Value.GetProperty("decisions")[0].GetProperty("digest").GetString()));
        Assert.Equal("ben", told.Data.Value.GetProperty("decisions")[0].GetProperty("actor").GetString());
        Assert.NotNull(await GetAsync(newest));
        await _engine.DecideAsync(review, Verdict.Approve);
        await _engine.UntilFinalAsync(waiting);
        Assert.Equal(number + 1, (await GetAsync(await EndedAsync("later")))!.Summary.Number);
    }

    [Fact]
    public async Task FinalRuns_NotKeptLongEnough_OrWithoutASetting_Stay()
    {
        var (old, _) = (await EndedAsync("old"), await EndedAsync("newest"));
        var orphan = Orphan(TimeSpan.FromDays(8));

        await RestartAsync(TimeSpan.FromHours(1));

        // The sweep comes after the runs.
        await Eventually.IsTrueAsync(() => !File.Exists(orphan), "retention had its round");
        Assert.NotNull(await GetAsync(old));
    }

    [Fact]
    public async Task Files_ThatBelongToNothing_GoWhenTheyAreOld()
    {
        var artifact = (await GetAsync(await EndedAsync("old")))!.Artifacts[0].Id;
        File.SetLastWriteTimeUtc(PathOf(artifact), TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-30));
        var (old, young) = (Orphan(TimeSpan.FromDays(8)), Orphan(TimeSpan.FromDays(6)));

        await RestartAsync(null);
        await Eventually.IsTrueAsync(() => !File.Exists(old), "the old orphan is removed");

        Assert.True(File.Exists(young));
        Assert.True(Exists(artifact));
    }

    [Fact]
    public async Task Messages_GivenUpLongAgo_AreForgotten_AndOthersStay()
    {
        var longAgo = TimeProvider.System.GetUtcNow().AddDays(-31).UtcTicks;
        foreach (var (subject, next) in new[] { ("dead", "NULL"), ("waits", $"{TimeProvider.System.GetUtcNow().AddDays(1).UtcTicks}") })
        {
            ReleasedFile.Execute(Database, $"INSERT INTO Outbox (Kind, Subject, Data, At, Attempts, NextAt) VALUES ('test', '{subject}', '{{}}', {longAgo}, 9, {next})");
        }

        await RestartAsync(null);

        await Eventually.IsTrueAsync(
            () => ReleasedFile.Read(Database, "SELECT Subject FROM Outbox WHERE Kind = 'test'").SequenceEqual(["waits"]), "the dead message is forgotten");
    }

    private async Task RestartAsync(TimeSpan? kept)
    {
        _kept = kept;
        await _engine.RestartAsync();
    }

    private async Task<RunId> EndedAsync(string name)
    {
        var id = await _engine.RunAsync("letter", new { name });
        await _engine.DecideAsync(await _engine.ReviewAsync(id), Verdict.Approve);
        await _engine.UntilFinalAsync(id);
        return id;
    }

    private Task<RunDetail?> GetAsync(RunId id) => _engine.Get<RunQueries>().GetAsync(id);

    private bool Exists(ArtifactId id) => File.Exists(PathOf(id));

    private string PathOf(ArtifactId id) => PathOf(id.Value.ToString("N"));

    private string PathOf(string name) => Path.Combine(_engine.Folder, "artifacts", name[^2..], name);

    private string Orphan(TimeSpan age)
    {
        var path = PathOf(ArtifactId.New(TimeProvider.System).Value.ToString("N"));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "orphan");
        File.SetLastWriteTimeUtc(path, (TimeProvider.System.GetUtcNow() - age).UtcDateTime);
        return path;
    }
}
