using HitlDashboard.Engine.Activities;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Tests.Faults.Crash;

/// <summary>An effect on the outside world: a line in a file that no transaction undoes.</summary>
internal sealed class EffectActivity(string file) : IActivity
{
    private readonly Lock _gate = new();

    public string Uses => "process";

    public Task<ActivityOutcome> RunAsync(ActivityContext context, CancellationToken cancellation)
    {
        lock (_gate)
        {
            File.AppendAllText(file, context.IdempotencyKey + "\n");
        }

        return Task.FromResult<ActivityOutcome>(new ActivityOutcome.Produced(EngineJson.From(new { done = true })));
    }
}
