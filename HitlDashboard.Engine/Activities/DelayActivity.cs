using System.Text.Json;

namespace HitlDashboard.Engine.Activities;

/// <summary><c>delay</c>: the planner made the task due at its instant, so that waiting takes no slot; running it only says when that was.</summary>
/// <param name="clock">The clock.</param>
public sealed class DelayActivity(TimeProvider clock) : IActivity
{
    /// <inheritdoc />
    public string Uses => "delay";

    /// <inheritdoc />
    public Task<ActivityOutcome> RunAsync(ActivityContext context, CancellationToken cancellation) =>
        Task.FromResult<ActivityOutcome>(new ActivityOutcome.Produced(JsonSerializer.SerializeToElement(new { at = clock.GetUtcNow().UtcDateTime })));
}
