using HitlDashboard.Engine.Activities;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Reviews;
using HitlDashboard.Engine.Runs;
using HitlDashboard.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace HitlDashboard.Tests.Engine.Integrity;

/// <summary>A database that a real engine wrote, with runs in every state: copies of it are broken by the tests.</summary>
public sealed class SoundFile : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private int _copies;

    private string Original => _folder.File("sound.db");

    public async Task InitializeAsync()
    {
        await using var engine = await EngineHarness.StartAsync(services => services.AddSingleton(new ProcessOptions { Allowed = ["ls", "sleep"] }));
        await TellAsync(engine);
        Sql(Path.Combine(engine.Folder, "hitl.db"), $"VACUUM INTO '{Original}'");
    }

    public Task DisposeAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>A copy, changed by SQL.</summary>
    public string Copy(string? sql = null)
    {
        var copy = _folder.File($"copy-{Interlocked.Increment(ref _copies)}.db");
        File.Copy(Original, copy);
        if (sql is not null)
        {
            Sql(copy, sql);
        }

        return copy;
    }

    public static void Sql(string file, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Lets an engine do a bit of everything; it may start <c>ls</c> and <c>sleep</c>.</summary>
    internal static async Task TellAsync(EngineHarness engine)
    {
        foreach (var yaml in new[] { Reviewed, Gated, Broken, Busy, Each })
        {
            await engine.SaveAsync(yaml);
        }

        var approved = await engine.RunAsync("reviewed");
        await engine.Get<DecideReview>().ExecuteAsync(Approve(await engine.ReviewAsync(approved)), engine.Ben, new IdempotencyKey("k", "h"));
        await engine.UntilFinalAsync(approved);
        var amended = await engine.RunAsync("reviewed");
        var first = await engine.ReviewAsync(amended);
        await engine.DecideAsync(first, Verdict.SendBack, reason: "again");
        var second = await engine.UntilAsync(amended, run => run.Awaiting.Count == 1 && run.Awaiting[0].ReviewId != first.Item.Id);
        var round = (await engine.Get<ReviewQueries>().GetAsync(second.Awaiting[0].ReviewId))!;
        await engine.DecideAsync(round, Verdict.Approve, undo: 60);
        await engine.Get<DecideReview>().UndoAsync(round.Item.Id, engine.Ben);
        await engine.DecideAsync(round, Verdict.Amend, new { text = "amended" });
        await engine.UntilFinalAsync(amended);
        await RejectAndRetryAsync(engine);
        await engine.DecideAsync(await engine.ReviewAsync(await engine.RunAsync("reviewed")), Verdict.Approve, undo: 60);
        await engine.ReviewAsync(await engine.RunAsync("reviewed"));
        var gated = await engine.RunAsync("gated");
        await engine.DecideAsync(await engine.ReviewAsync(gated), Verdict.Amend, new { text = "changed" });
        await engine.UntilFinalAsync(gated);
        await engine.UntilFinalAsync(await engine.RunAsync("broken"));
        await engine.UntilFinalAsync(await engine.RunAsync("each"));
        var cancelled = await engine.RunAsync("reviewed");
        await engine.ReviewAsync(cancelled);
        await engine.Get<ChangeRun>().CancelAsync(cancelled, engine.Ana);
        var busy = await engine.RunAsync("busy");
        await engine.UntilAsync(busy, run => run.Tasks[0].State == TaskState.Running);
    }

    private static async Task RejectAndRetryAsync(EngineHarness engine)
    {
        var run = await engine.RunAsync("reviewed");
        await engine.DecideAsync(await engine.ReviewAsync(run), Verdict.Reject, reason: "no");
        var failed = await engine.UntilFinalAsync(run);
        await engine.Get<ChangeTask>().RetryAsync(failed.Tasks[0].Id, engine.Ana);
        await engine.DecideAsync(await engine.ReviewAsync(run), Verdict.Reject, reason: "still no");
        await engine.UntilFinalAsync(run);
    }

    private static DecisionRequest Approve(ReviewDetail review) =>
        new() { ReviewId = review.Item.Id, Version = review.Item.Version, Verdict = Verdict.Approve };

    private const string Reviewed = """
        name: reviewed
        steps:
          - { id: draft, uses: set, with: { text: "hello {{round}}" }, review: { queue: q, edit: [text], show: { kind: text, value: "{{output.text}}" } } }
          - { id: after, uses: template, with: { template: "{{steps.draft.output.text}}", file: "after.txt" } }
        """;

    private const string Gated = """
        name: gated
        steps:
          - { id: act, uses: set, with: { text: dangerous }, review: { before: true, edit: [text], show: { kind: json, value: "{{output}}" } } }
        """;

    private const string Broken = """
        name: broken
        steps:
          - { id: fails, uses: process, with: { command: [ls, nowhere] }, retry: { attempts: 2, delay: 50ms } }
          - { id: never, uses: set, with: { a: 1 } }
        """;

    private const string Each = """
        name: each
        steps:
          - { id: list, uses: set, with: { items: [a, b, c] } }
          - { id: every, foreach: "{{steps.list.output.items}}", uses: set, with: { item: "{{item}}" }, maxParallel: 2 }
          - { id: skipped, if: always_false, uses: set, with: { a: 1 } }
        """;

    private const string Busy = "name: busy\nsteps:\n  - { id: sleeps, uses: process, with: { command: [sleep, \"600\"] } }\n";
}
