using HitlDashboard.Engine;
using HitlDashboard.Engine.Activities;
using HitlDashboard.Engine.Health;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Reviews;
using HitlDashboard.Engine.Runs;
using HitlDashboard.Tests.Faults.Crash;
using HitlDashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace HitlDashboard.Tests.Faults.Disk;

/// <summary>A real engine on a disk that can be told to fail.</summary>
internal sealed class FaultBench : IAsyncDisposable
{
    private const string Yaml = """
        name: faulty
        steps:
          - id: ask
            uses: set
            with: { text: hello }
            review: { show: { kind: text, value: "{{output.text}}" } }
          - { id: act, uses: process, with: { command: [effect] }, needs: [ask] }
        """;

    private FaultBench(EngineHarness engine, FaultyDisk disk) => (Engine, Disk) = (engine, disk);

    public EngineHarness Engine { get; }

    public FaultyDisk Disk { get; }

    public string Database => Path.Combine(Engine.Folder, "hitl.db");

    /// <param name="more">Services that the engine finds.</param>
    /// <param name="options">Changes the settings.</param>
    /// <param name="effect">What the step after the review does; null does nothing.</param>
    public static async Task<FaultBench> StartAsync(
        Action<IServiceCollection>? more = null, Func<EngineOptions, EngineOptions>? options = null, Action<string>? effect = null)
    {
        var disk = new FaultyDisk();
        var engine = await EngineHarness.StartAsync(more, given =>
        {
            DiskShim.Watch(given.Directory, disk);
            return options is null ? given : options(given);
        }, services =>
        {
            services.Remove(services.First(service => service.ImplementationType == typeof(ProcessActivity)));
            services.AddSingleton<IActivity>(new EffectActivity(effect ?? (_ => { })));
        });
        await engine.SaveAsync(Yaml);
        return new FaultBench(engine, disk);
    }

    public Task<Answer<RunId>> StartRunAsync(string key) =>
        Engine.Get<StartRun>().ExecuteAsync("faulty", EngineJson.From(new { }), Engine.Ana, key: new IdempotencyKey(key, key));

    /// <summary>Starts a run that asks somebody.</summary>
    public async Task<ReviewDetail> AskAsync() => await Engine.ReviewAsync(await Engine.RunAsync("faulty"));

    public Task<Answer<DecisionResult>> ApproveAsync(ReviewDetail review) => Engine.Get<DecideReview>().ExecuteAsync(
        new DecisionRequest { ReviewId = review.Item.Id, Version = review.Item.Version, Digest = review.Digest, Verdict = Verdict.Approve, UndoSeconds = 0 },
        Engine.Ben, new IdempotencyKey($"approve {review.Item.Id}", "approve"));

    /// <summary>What is wrong, or null.</summary>
    public async Task<string?> ProblemAsync() => (await Engine.Get<EngineHealth>().ReadAsync()).Problem;

    /// <summary>Waits until the engine says itself that it is well. Nobody asks it for anything meanwhile.</summary>
    public Task WellAsync() => Eventually.IsTrueAsync(async () => await ProblemAsync() is null, "the engine is well again by itself");

    /// <summary>The same request as before, now taken, or taken before and answered again; then everything goes on to its end, and the file is sound, also after a restart.</summary>
    public async Task GoesOnAsync(ReviewDetail review)
    {
        var again = await ApproveAsync(review);
        Assert.True(again.Value is not null, again.Refused?.Message);
        await Engine.UntilFinalAsync(review.Item.RunId);
        var next = await AskAsync();
        Assert.NotNull((await ApproveAsync(next)).Value);
        await Engine.UntilFinalAsync(next.Item.RunId);
        Engine.IsSound();
        await Engine.RestartAsync();
        Assert.Equal(RunState.Completed, (await Engine.Get<RunQueries>().GetAsync(review.Item.RunId))!.Summary.State);
        Assert.Null(DiskShim.Broken);
    }

    public async ValueTask DisposeAsync()
    {
        Disk.Heal();
        await Engine.DisposeAsync();
        DiskShim.Unwatch(Engine.Folder);
    }
}
