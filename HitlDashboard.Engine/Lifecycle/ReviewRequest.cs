using System.Text.Json;
using HitlDashboard.Engine.Definitions;

namespace HitlDashboard.Engine.Lifecycle;

/// <summary>What a person is asked: composed once from the definition and the task's values, then stored as it is. What was shown is what is decided.</summary>
public sealed record ReviewRequest
{
    /// <summary>What it is about.</summary>
    public required ReviewSubject Subject { get; init; }

    /// <summary>One line, at most 300 characters.</summary>
    public required string Title { get; init; }

    /// <summary>Markdown, or null.</summary>
    public string? Instructions { get; init; }

    /// <summary>How <see cref="Content"/> is shown.</summary>
    public required ArtifactKind Kind { get; init; }

    /// <summary>What is shown: a string for the text kinds, any JSON value otherwise.</summary>
    public required JsonElement Content { get; init; }

    /// <summary>What amend changes: the output, the parameters of an action, or an empty object for a form.</summary>
    public required JsonElement Subjected { get; init; }

    /// <summary>Paths of <see cref="Subjected"/> that amend may change; empty means all of it.</summary>
    public IReadOnlyList<string> Editable { get; init; } = [];

    /// <summary>JSON Schema of the answer's form, or null.</summary>
    public JsonElement? Form { get; init; }

    /// <summary>JSON Schema that an amended output must satisfy, or null.</summary>
    public JsonElement? Schema { get; init; }

    /// <summary>Facts beside the artifact.</summary>
    public IReadOnlyList<Evidence> Evidence { get; init; } = [];

    /// <summary>The failure that a failure review is about, or null.</summary>
    public TaskError? Error { get; init; }

    /// <summary>The verdicts it takes.</summary>
    public required IReadOnlyList<Verdict> Allowed { get; init; }

    /// <summary>Reasons offered for reject and send back.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>The queue it waits in.</summary>
    public required string Queue { get; init; }

    /// <summary>Who is asked first, or null for anyone.</summary>
    public string? Assignee { get; init; }

    /// <summary>The risk tier.</summary>
    public required Risk Risk { get; init; }

    /// <summary>Higher goes first.</summary>
    public int Priority { get; init; }

    /// <summary>The undo window that the pages use, in seconds.</summary>
    public required int UndoSeconds { get; init; }

    /// <summary>The activity's own confidence, 0 to 1, or null.</summary>
    public double? Confidence { get; init; }

    /// <summary>When it should be decided, as it was when it opened, or null for no limit.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>The time to decide, or null for no limit.</summary>
    public TimeSpan? Due { get; init; }

    /// <summary>The calendar whose hours <see cref="Due"/> counts, or null for the queue's.</summary>
    public string? Calendar { get; init; }

    /// <summary>When people are reminded.</summary>
    public IReadOnlyList<Reminder> Reminders { get; init; } = [];

    /// <summary>Where it goes when it is escalated, lowest step first.</summary>
    public IReadOnlyList<string> EscalateTo { get; init; } = [];

    /// <summary>Channels that tell of it; empty means all.</summary>
    public IReadOnlyList<string> Notify { get; init; } = [];

    /// <summary>How many different people must approve. Default 1.</summary>
    public int Approvals { get; init; } = 1;

    /// <summary>Whose approval does not count.</summary>
    public IReadOnlyList<ExcludedPerson> Exclude { get; init; } = [];

    /// <summary>What <see cref="Subjected"/> was before somebody changed it and others had to approve the change; null where nobody did.</summary>
    public JsonElement? Original { get; init; }

    /// <summary>What the engine does when nobody decided in time, or null for nothing. After an escalation that counts from the escalation.</summary>
    public TimeoutRule? OnTimeout { get; init; }

    /// <summary>What a reject does to the run: as the definition says, or Fail where its rounds are used up. For the consequence sentence.</summary>
    public RejectRule OnReject { get; init; }

    /// <summary>The name of the step that a reject sends the run back to; null where it does not.</summary>
    public string? BackTo { get; init; }

    /// <summary>Steps that run when it is approved, for the consequence sentence.</summary>
    public IReadOnlyList<string> Then { get; init; } = [];

    /// <summary>By when somebody should look: the due time, or eight hours after it opened; risk and priority bring it forward. Stored when it opens and whenever one of these changes, so that the inbox is one index scan.</summary>
    public DateTimeOffset UrgentAt(DateTimeOffset openedAt) => Deadlines.UrgentAt(DueAt, Risk, Priority, openedAt);
}

/// <summary>One fact beside the artifact.</summary>
/// <param name="Label">What it is.</param>
/// <param name="Value">Its value as text.</param>
public sealed record Evidence(string Label, string Value);

/// <summary>Why a task failed.</summary>
/// <param name="Code">Stable and short.</param>
/// <param name="Message">A sentence for people.</param>
/// <param name="Retryable">Whether trying again may help.</param>
public sealed record TaskError(string Code, string Message, bool Retryable);
