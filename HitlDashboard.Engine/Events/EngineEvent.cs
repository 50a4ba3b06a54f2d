using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Events;

/// <summary>What just changed: ids and the new state, never payloads. Live and lossy; whoever hears it re-reads.</summary>
/// <param name="Sequence">The history's sequence number at the commit; grows.</param>
public abstract record EngineEvent(long Sequence)
{
    /// <summary>A run was made or changed its state.</summary>
    public sealed record RunChanged(long Sequence, RunId RunId, string Workflow, RunState State) : EngineEvent(Sequence);

    /// <summary>A task was made or changed its state.</summary>
    public sealed record TaskChanged(long Sequence, RunId RunId, TaskId TaskId, string Step, TaskState State) : EngineEvent(Sequence);

    /// <summary>A review was opened or changed its state.</summary>
    public sealed record ReviewChanged(long Sequence, ReviewId ReviewId, RunId RunId, string Queue, ReviewState State) : EngineEvent(Sequence)
    {
        /// <summary>Only something about it changed (who looks, a comment): it did not come to a list in which it was not.</summary>
        public bool IsFact { get; init; }
    }

    /// <summary>A workflow got a new version, or its file got errors.</summary>
    public sealed record WorkflowChanged(long Sequence, string Workflow) : EngineEvent(Sequence);
}
