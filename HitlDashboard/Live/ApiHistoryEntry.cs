using System.Text.Json;
using HitlDashboard.Engine.Runs;

namespace HitlDashboard.Live;

/// <summary>One entry of the history.</summary>
internal sealed record ApiHistoryEntry
{
    /// <summary>Its place; grows without repeats.</summary>
    public required long Seq { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Actor { get; init; }

    /// <summary><c>run</c>, <c>task</c>, <c>review</c>, <c>workflow</c>, <c>signal</c>, <c>child</c>, <c>next</c> or <c>schedule</c>.</summary>
    public required string Kind { get; init; }

    public Guid? RunId { get; init; }

    public Guid? TaskId { get; init; }

    public Guid? ReviewId { get; init; }

    public string? From { get; init; }

    public required string Trigger { get; init; }

    public string? To { get; init; }

    public int? Attempt { get; init; }

    public JsonElement? Data { get; init; }

    public static ApiHistoryEntry Of(HistoryEntry entry) => new()
    {
        Seq = entry.Seq,
        At = entry.At,
        Actor = entry.Actor,
        Kind = entry.Kind,
        RunId = entry.RunId?.Value,
        TaskId = entry.TaskId?.Value,
        ReviewId = entry.ReviewId?.Value,
        From = entry.From,
        Trigger = entry.Trigger,
        To = entry.To,
        Attempt = entry.Attempt,
        Data = entry.Data,
    };
}
