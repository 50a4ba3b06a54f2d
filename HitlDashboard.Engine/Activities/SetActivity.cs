namespace HitlDashboard.Engine.Activities;

/// <summary><c>set</c>: gives its values back, rendered.</summary>
public sealed class SetActivity : IActivity
{
    /// <inheritdoc />
    public string Uses => "set";

    /// <inheritdoc />
    public Task<ActivityOutcome> RunAsync(ActivityContext context, CancellationToken cancellation) =>
        Task.FromResult<ActivityOutcome>(new ActivityOutcome.Produced(context.With));
}
