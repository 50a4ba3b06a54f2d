using System.Collections.Concurrent;
using System.Text.Json;
using HitlDashboard.Engine.Activities;
using HitlDashboard.Engine.Activities.Secrets;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Tests.Engine.Activities;

/// <summary>Runs one attempt of an activity with <c>with</c> written as JSON, and keeps the files that it stores.</summary>
internal sealed class Activity(IActivity activity)
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static Redaction NoSecrets { get; } = new(new SecretStore(new SecretOptions()));

    public ConcurrentDictionary<string, byte[]> Stored { get; } = new(StringComparer.Ordinal);

    public TaskId TaskId { get; } = TaskId.New(TimeProvider.System);

    public Task<ActivityOutcome> RunAsync(object with, CancellationToken cancellation = default) => RunAsync(with, Patience, cancellation);

    public async Task<ActivityOutcome> RunAsync(object with, TimeSpan within, CancellationToken cancellation = default)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(within);
        return await activity.RunAsync(Context(with), patience.Token);
    }

    public async Task<JsonElement> OutputAsync(object with)
    {
        var outcome = await RunAsync(with);
        return outcome is ActivityOutcome.Produced produced ? produced.Output : throw new InvalidOperationException($"{outcome}");
    }

    public async Task<ActivityOutcome.Failed> FailureAsync(object with)
    {
        var outcome = await RunAsync(with);
        return outcome as ActivityOutcome.Failed ?? throw new InvalidOperationException($"It did not fail: {outcome}");
    }

    public static async Task<T> EventuallyAsync<T>(Func<T?> fact)
        where T : class
    {
        using var patience = new CancellationTokenSource(Patience);
        for (; ; )
        {
            if (fact() is { } value)
            {
                return value;
            }

            await Task.Delay(10, patience.Token);
        }
    }

    private ActivityContext Context(object with) => new()
    {
        RunId = RunId.New(TimeProvider.System),
        TaskId = TaskId,
        Workflow = "sample",
        StepId = "step",
        Attempt = 1,
        Round = 1,
        With = EngineJson.From(with),
        Folder = Path.GetTempPath(),
        StoreAsync = (name, mediaType, bytes, _) =>
        {
            Stored[name] = bytes.ToArray();
            return Task.FromResult(new StoredArtifact(ArtifactId.New(TimeProvider.System), name, mediaType, bytes.Length, new string('0', 64)));
        },
    };
}
