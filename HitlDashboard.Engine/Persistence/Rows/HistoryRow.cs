using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Persistence.Rows;

internal sealed class HistoryRow
{
    public required long Seq { get; init; }

    public RunId? RunId { get; init; }

    public TaskId? TaskId { get; init; }

    public ReviewId? ReviewId { get; init; }

    /// <summary><c>run</c>, <c>task</c>, <c>review</c>, <c>workflow</c>, <c>signal</c>, <c>child</c>, <c>next</c> or <c>schedule</c>.</summary>
    public required string Kind { get; init; }

    public required string Trigger { get; init; }

    public string? From { get; init; }

    public string? To { get; init; }

    public int? Attempt { get; init; }

    public required string Actor { get; init; }

    public required DateTimeOffset At { get; init; }

    public string? Data { get; init; }
}
