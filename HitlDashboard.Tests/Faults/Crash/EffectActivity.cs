using HitlDashboard.Engine.Activities;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Tests.Faults.Crash;

/// <summary>An effect on the outside world, which no transaction undoes.</summary>
/// <param name="happens">Takes the attempt's key.</param>
internal sealed class EffectActivity(Action<string> happens) : IActivity
{
    private readonly Lock _gate = new();

    public string Uses => "process";

    /// <summary>A line in a file.</summary>
    public static Action<string> In(string file) => key => File.AppendAllText(file, key + "\n");

    public Task<ActivityOutcome> RunAsync(ActivityContext context, CancellationToken cancellation)
    {
        lock (_gate)
        {
            happens(context.IdempotencyKey);
        }

        return Task.FromResult<ActivityOutcome>(new ActivityOutcome.Produced(EngineJson.From(new { done = true })));
    }
}
