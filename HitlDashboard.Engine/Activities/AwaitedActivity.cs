using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Activities;

/// <summary><c>signal</c> and <c>workflow</c>: the ledger waited, so that waiting takes no slot; running it only hands on what came.</summary>
/// <param name="uses">The kind.</param>
public sealed class AwaitedActivity(string uses) : IActivity
{
    /// <inheritdoc />
    public string Uses => uses;

    /// <inheritdoc />
    public Task<ActivityOutcome> RunAsync(ActivityContext context, CancellationToken cancellation) => Task.FromResult<ActivityOutcome>(context.Answer switch
    {
        { Error: { } error } => new ActivityOutcome.Failed(error.Code, error.Message, error.Retryable),
        { Value: var value } => new ActivityOutcome.Produced(value ?? EngineJson.Null),
        null => new ActivityOutcome.Failed("no-answer", "It was executed before anything came.", Retryable: true),
    });
}
