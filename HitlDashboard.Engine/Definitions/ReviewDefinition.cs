using System.Text.Json;

namespace HitlDashboard.Engine.Definitions;

/// <summary>The <c>review:</c> block of a step: when a person is asked, what they see and what their answer does.</summary>
public sealed record ReviewDefinition
{
    /// <summary>One line; null means "step name: workflow title".</summary>
    public ValueTemplate? Title { get; init; }

    /// <summary>Markdown shown above the artifact, or null.</summary>
    public ValueTemplate? Instructions { get; init; }

    /// <summary>How the artifact is shown. Default <see cref="ArtifactKind.Json"/>.</summary>
    public ArtifactKind Kind { get; init; } = ArtifactKind.Json;

    /// <summary>What is shown; null means the whole output.</summary>
    public ValueTemplate? Show { get; init; }

    /// <summary>Facts beside the artifact.</summary>
    public IReadOnlyList<EvidenceDefinition> Evidence { get; init; } = [];

    /// <summary>Paths of the output that amend may change; empty means that amend is not offered unless there is a form.</summary>
    public IReadOnlyList<string> Edit { get; init; } = [];

    /// <summary>JSON Schema of what may be edited, or null.</summary>
    public JsonElement? Form { get; init; }

    /// <summary>Whether the gate is before the activity: its parameters are approved, then it runs.</summary>
    public bool Before { get; init; }

    /// <summary>Asks only where this is true; an error or no value asks. Null asks always.</summary>
    public Condition? When { get; init; }

    /// <summary>The share of those that <see cref="When"/> lets pass that is asked all the same, 0 to 1.</summary>
    public double Sample { get; init; }

    /// <summary>The queue it waits in. Default <c>default</c>.</summary>
    public string Queue { get; init; } = "default";

    /// <summary>Who is asked first, or empty for anyone of the queue.</summary>
    public IReadOnlyList<string> Assignees { get; init; } = [];

    /// <summary>Which gestures a decision takes and how long it can be undone. Default <see cref="Definitions.Risk.Medium"/>.</summary>
    public Risk Risk { get; init; } = Risk.Medium;

    /// <summary>Lengthens the risk tier's undo window, or null.</summary>
    public TimeSpan? Undo { get; init; }

    /// <summary>Reasons offered for reject and send back.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>Higher goes first, -100 to 100, default 0.</summary>
    public int Priority { get; init; }

    /// <summary>Time to decide from when it opened, or null for no limit.</summary>
    public TimeSpan? Due { get; init; }

    /// <summary>The calendar of the settings whose business hours <see cref="Due"/> counts; null means the queue's, or round the clock where it has none.</summary>
    public string? Calendar { get; init; }

    /// <summary>When those who are asked are reminded before <see cref="Due"/> has passed.</summary>
    public IReadOnlyList<Reminder> Reminders { get; init; } = [];

    /// <summary>How many different people must approve, 1 to 20. Default 1.</summary>
    public int Approvals { get; init; } = 1;

    /// <summary>Whose approval does not count.</summary>
    public IReadOnlyList<ExcludedPerson> Exclude { get; init; } = [];

    /// <summary>Where it goes when it is escalated, one step each time: a queue, or a person as <c>@name</c>.</summary>
    public IReadOnlyList<string> EscalateTo { get; init; } = [];

    /// <summary>The notification channels that tell of it; empty means every channel that the settings switch on.</summary>
    public IReadOnlyList<string> Notify { get; init; } = [];

    /// <summary>What happens when <see cref="Due"/> has passed; null means that it is only shown as overdue.</summary>
    public TimeoutRule? OnTimeout { get; init; }

    /// <summary>What a reject does to the run.</summary>
    public RejectRule OnReject { get; init; } = RejectRule.Fail;

    /// <summary>Where a reject sends the run back to; set where <see cref="OnReject"/> is <see cref="RejectRule.GoTo"/>, null otherwise.</summary>
    public GoTo? GoTo { get; init; }

    /// <summary>How often "send back" may happen, 0 to 100, default 3. Counted anew whenever the run goes back behind the step.</summary>
    public int Rounds { get; init; } = 3;
}

/// <summary>One fact beside the artifact.</summary>
/// <param name="Label">What it is.</param>
/// <param name="Value">Its value.</param>
public sealed record EvidenceDefinition(string Label, ValueTemplate Value);

/// <summary>How an artifact is shown.</summary>
public enum ArtifactKind
{
    /// <summary>Plain text.</summary>
    Text,

    /// <summary>Markdown, rendered without raw HTML.</summary>
    Markdown,

    /// <summary>Source code.</summary>
    Code,

    /// <summary>A unified diff.</summary>
    Diff,

    /// <summary>Any JSON value.</summary>
    Json,

    /// <summary>A list of objects.</summary>
    Table,

    /// <summary>An image artifact.</summary>
    Image,

    /// <summary>HTML, in a sandbox.</summary>
    Html,
}

/// <summary>How dangerous a wrong decision is.</summary>
public enum Risk
{
    /// <summary>One key, 8 s to undo.</summary>
    Low,

    /// <summary>One key, 8 s to undo.</summary>
    Medium,

    /// <summary>Two gestures, 15 s to undo.</summary>
    High,

    /// <summary>A typed token, 30 s to undo.</summary>
    Critical,
}

/// <summary>What an overdue review does.</summary>
public enum TimeoutRule
{
    /// <summary>Approves; never for high or critical risk.</summary>
    Approve,

    /// <summary>Rejects; recorded as a time-out.</summary>
    Reject,

    /// <summary>Goes one step up the ladder and stays open.</summary>
    Escalate,
}

/// <summary>What a reject does to the run.</summary>
public enum RejectRule
{
    /// <summary>The run fails.</summary>
    Fail,

    /// <summary>The run goes on; the output is null.</summary>
    Continue,

    /// <summary>The steps from an earlier one on run again; when the rounds are used up the run fails.</summary>
    GoTo,
}

/// <summary>Where a reject sends the run.</summary>
/// <param name="Step">An upstream step: it and everything that follows it runs again.</param>
/// <param name="Rounds">How often, 1 to 100, default 3.</param>
public sealed record GoTo(string Step, int Rounds);
