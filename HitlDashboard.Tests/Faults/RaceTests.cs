using HitlDashboard.Engine;
using HitlDashboard.Engine.Events;
using HitlDashboard.Engine.Integrity;
using HitlDashboard.Engine.Ledger.Commands;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Reviews;
using HitlDashboard.Engine.Runs;
using HitlDashboard.Engine.Workflows;
using HitlDashboard.Tests.Conformance;
using HitlDashboard.Tests.Shape;
using HitlDashboard.Tests.Support;

namespace HitlDashboard.Tests.Faults;

/// <summary>Many who want the same at once, and those who come too late: one wins, the others learn who. Seen to fail without each guard.</summary>
[Collection(nameof(KillTests))]
public sealed class RaceTests
{
    private const int Supervisors = 100;
    private static readonly int Rounds = KillTests.Number("HITL_ROUNDS") ?? 50;
    private static readonly Actor Ana = new("ana", Role.Admin);
    private const string Asking = "name: asking\nsteps:\n  - { id: draft, uses: set, with: { v: 1 }, review: { show: { kind: json, value: \"{{output}}\" } } }\n";

    [Fact]
    public async Task Decide_HundredSupervisorsInManyRounds_OneWinsEachAndAllOthersLearnWho()
    {
        await using var engine = await EngineHarness.StartAsync();
        await engine.SaveAsync(Asking);
        for (var round = 0; round < Rounds; round++)
        {
            Findings.None(await RaceAsync(engine));
        }

        Findings.None(DatabaseVerification.Verify(Path.Combine(engine.Folder, "hitl.db")).Violations.Select(violation => violation.ToString()));
    }

    [Fact]
    public async Task Decide_WithoutTheCheckForADecision_IsCaught()
    {
        await using var engine = await EngineHarness.StartAsync();
        await engine.SaveAsync(Asking);
        Assert.NotEmpty(await WithoutAsync(broken => Mutations.DecidesAgain = broken, () => RaceAsync(engine)));

        // The index and the table still keep the review at one decision: what is missing is the clear answer.
        Findings.None(DatabaseVerification.Verify(Path.Combine(engine.Folder, "hitl.db")).Violations.Select(violation => violation.ToString()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Finish_AfterTheLeaseWentToAnother_IsStale_UnlessNobodyLooksAtTheFence(bool isBroken)
    {
        await using var engine = await ModelEngine.StartAsync();
        await engine.Get<SaveWorkflow>().ExecuteAsync(Asking, "asking.yaml", null, Ana);
        var run = (await engine.Get<StartRun>().ExecuteAsync("asking", EngineJson.Empty, Ana)).Value;
        var task = (await engine.Get<RunQueries>().GetAsync(run))!.Tasks[0].Id;
        var claim = new ClaimTasksCommand(Actor.Engine, [new DueTask(run, task, engine.Clock.Now, 0)], "first", TimeSpan.FromMinutes(1));
        var first = (await engine.Ledger.SubmitAsync(claim, CancellationToken.None)).Value![0];
        await engine.Ledger.SubmitAsync(new ReleaseTasksCommand(Actor.Engine, [(task, first.Fence)], CountAttempt: true), CancellationToken.None);
        await engine.Ledger.SubmitAsync(claim with { Owner = "second" }, CancellationToken.None);

        var late = await WithoutAsync(broken => Mutations.IgnoresFence = broken && isBroken, () => engine.Ledger.SubmitAsync(
            new FinishTaskCommand(Actor.Engine, task, first.Fence, new TaskOutcome.Succeed(EngineJson.Empty, null)), CancellationToken.None));

        Assert.Equal(isBroken ? null : "lease-lost", late.Refused?.Code);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Decide_AboutWhatWasNotShown_IsStale_UnlessNobodyLooksAtTheDigest(bool isBroken)
    {
        await using var engine = await EngineHarness.StartAsync();
        await engine.SaveAsync(Asking);
        var review = await engine.ReviewAsync(await engine.RunAsync("asking"));

        var answer = await WithoutAsync(broken => Mutations.IgnoresDigest = broken && isBroken, () => engine.Get<DecideReview>().ExecuteAsync(
            new DecisionRequest { ReviewId = review.Item.Id, Version = review.Item.Version, Digest = new string('0', 64), Verdict = Verdict.Approve }, Ana));

        Assert.Equal(isBroken ? null : "stale-version", answer.Refused?.Code);
    }

    /// <summary>A hundred decide about one review at the same moment; what is wrong with their answers.</summary>
    private static async Task<IReadOnlyList<string>> RaceAsync(EngineHarness engine)
    {
        var review = await engine.ReviewAsync(await engine.RunAsync("asking"));
        using var start = new ManualResetEventSlim();
        var all = Enumerable.Range(0, Supervisors).Select(number => Task.Run(async () =>
        {
            start.Wait();
            return await TryAsync(engine, review, number);
        })).ToList();
        start.Set();
        var answers = await Task.WhenAll(all);
        var winners = answers.Where(answer => answer.Won is not null).ToList();
        if (winners.Count != 1)
        {
            return [$"{winners.Count} won: {string.Join("; ", answers.Select(answer => answer.Lost).OfType<string>().Distinct().Take(3))}"];
        }

        var again = await TryAsync(engine, review, winners[0].Number);
        return
        [
            .. again.Won == winners[0].Won ? [] : new[] { $"the winner's repeat was answered {again}" },
            .. answers.Where(answer => answer.Won is null && !answer.Lost!.StartsWith($"already-decided: s{winners[0].Number} already decided", StringComparison.Ordinal))
                .Select(answer => $"supervisor {answer.Number} was told: {answer.Lost}"),
        ];
    }

    private static async Task<(int Number, DecisionId? Won, string? Lost)> TryAsync(EngineHarness engine, ReviewDetail review, int number)
    {
        var reject = number % 2 == 0;
        var request = new DecisionRequest { ReviewId = review.Item.Id, Version = review.Item.Version, Verdict = reject ? Verdict.Reject : Verdict.Approve, Reason = "because" };
        try
        {
            var answer = await engine.Get<DecideReview>().ExecuteAsync(request, new Actor($"s{number}", Role.Supervisor), new IdempotencyKey($"{review.Item.Id}", $"{number}"));
            return (number, answer.Value?.DecisionId, answer.Refused is { } refusal ? $"{refusal.Code}: {refusal.Message}" : null);
        }
        catch (Exception problem)
        {
            return (number, null, problem.Message);
        }
    }

    // Nothing else runs while this collection does, so a switch of the whole process harms no other test.
    private static async Task<T> WithoutAsync<T>(Action<bool> mutate, Func<Task<T>> play)
    {
        mutate(true);
        try
        {
            return await play();
        }
        finally
        {
            mutate(false);
        }
    }
}
