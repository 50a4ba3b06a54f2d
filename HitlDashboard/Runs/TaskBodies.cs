using System.Text.Json;

namespace HitlDashboard.Runs;

/// <summary>How a failed task is tried again.</summary>
internal sealed record RetryTaskBody
{
    /// <summary>Parameters instead of the definition's `with`, as an object; left out, they stay as they are.</summary>
    public JsonElement? Input { get; init; }

    /// <summary>At most 4,000 characters; shown in the history.</summary>
    public string? Reason { get; init; }
}

/// <summary>What stands in place of a task's own output.</summary>
internal sealed record SkipTaskBody
{
    /// <summary>Any JSON that satisfies the step's output schema.</summary>
    public required JsonElement Output { get; init; }

    /// <summary>At most 4,000 characters; shown in the history.</summary>
    public string? Reason { get; init; }
}

/// <summary>With what a waiting task runs.</summary>
internal sealed record ChangeInputBody
{
    /// <summary>Parameters instead of the definition's `with`, as an object. Templates in it are not filled in.</summary>
    public required JsonElement Input { get; init; }

    /// <summary>At most 4,000 characters; shown in the history.</summary>
    public string? Reason { get; init; }
}
