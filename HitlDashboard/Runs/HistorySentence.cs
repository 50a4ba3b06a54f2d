using System.Text.Json;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Runs;

namespace HitlDashboard.Runs;

/// <summary>What happened, in a plain sentence whose subject stands in the column before it.</summary>
public static class HistorySentence
{
    /// <param name="entry">What happened.</param>
    /// <param name="task">The task's name, or null where it is not known any more.</param>
    public static string Of(HistoryEntry entry, string? task)
    {
        var name = task ?? Text(entry, "step") ?? "a task that was planned again since";
        return entry.Kind switch
        {
            "run" when Enum.TryParse<RunTrigger>(entry.Trigger, out var trigger) => OfRun(trigger),
            "run" when entry.Trigger == "Start" => "started the run",
            "run" when entry.Trigger == "Delete" => "deleted the run: it had been kept long enough; its history stays",
            "run" when entry.Trigger == "GoBack" => $"sent the run back to {Text(entry, "to")}, round {Number(entry, "round")} of {Number(entry, "rounds")}",
            "run" when entry.Trigger == "Wait" => $"holds the run until there is a place in {Text(entry, "name")}",
            "run" when entry.Trigger == "Admit" => "let the run begin",
            "task" when entry.Trigger == "Expand" => $"added the steps that {name} planned",
            "task" when entry.Trigger == "Wait" => $"holds {name} until {(Text(entry, "waitingFor") == "Lock" ? $"the lock {Text(entry, "name")} is free" : $"there is a place in {Text(entry, "name")}")}",
            "task" when Enum.TryParse<TaskTrigger>(entry.Trigger, out var trigger) => OfTask(trigger, name, entry.Attempt),
            "review" when entry.Trigger == "Open" => $"asks for a decision about {name}{(Text(entry, "queue") is { } queue ? $" in the queue {queue}" : "")}",
            "review" when Enum.TryParse<ReviewTrigger>(entry.Trigger, out var trigger) => OfReview(trigger, name, entry),
            "signal" or "child" or "next" or "schedule" => OfLink(entry, name),
            "review" when Enum.TryParse<ReviewFact>(entry.Trigger, out var fact) => OfFact(fact, name, entry),
            _ => Words(entry.Trigger).ToLowerInvariant(),
        };
    }

    /// <summary>The reason, comment or error that belongs to it, or null.</summary>
    public static string? Reason(HistoryEntry entry) => Text(entry, "reason") ?? Text(entry, "comment") ?? Text(entry, "message");

    /// <summary>A name from the code as people write it: "AwaitingReview" is "Awaiting review".</summary>
    public static string Words(string name) =>
        string.Concat(name.Select((letter, place) => place > 0 && char.IsUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : letter.ToString()));

    private static string OfLink(HistoryEntry entry, string name) => (entry.Kind, entry.Trigger) switch
    {
        ("signal", "Send") => $"sent the signal {Text(entry, "signal")}",
        ("signal", "Await") => $"waits in {name} for the signal {Text(entry, "signal")}",
        ("signal", "Take") => $"gave the signal {Text(entry, "signal")} to {name}",
        ("child", "Start") => $"started a run of {Text(entry, "workflow")} for {name}",
        ("child", "End") => $"saw the run of {Text(entry, "workflow")} for {name} end as {Words(Text(entry, "state") ?? "ended").ToLowerInvariant()}",
        ("next", "Start") => $"started {Text(entry, "workflow")}, which follows",
        ("next", "Refuse") => $"could not start {Text(entry, "workflow")}, which should follow",
        ("schedule", "Begin") => "began the run at its time",
        ("schedule", "Fire") => $"started it by the schedule {Text(entry, "schedule")}",
        _ => Words(entry.Trigger).ToLowerInvariant(),
    };

    private static string OfRun(RunTrigger trigger) => trigger switch
    {
        RunTrigger.Complete => "completed the run",
        RunTrigger.Fail => "ended the run as failed",
        RunTrigger.Pause => "paused the run",
        RunTrigger.Resume => "resumed the run",
        RunTrigger.Cancel => "cancelled the run",
        RunTrigger.Reopen => "took the run up again",
    };

    private static string OfTask(TaskTrigger trigger, string name, int? attempt) => trigger switch
    {
        TaskTrigger.Claim => $"began {name}{(attempt > 1 ? $", attempt {attempt}" : "")}",
        TaskTrigger.Ask => $"asked a person about {name}",
        TaskTrigger.Skip => $"skipped {name}",
        TaskTrigger.Cancel => $"cancelled {name}",
        TaskTrigger.Succeed => $"finished {name}",
        TaskTrigger.Submit => $"finished {name}; a person decides about its result",
        TaskTrigger.Retry => $"saw attempt {attempt} of {name} fail; it is tried again",
        TaskTrigger.Fail => $"saw {name} fail",
        TaskTrigger.Escalate => $"saw {name} fail; a person decides what to do",
        TaskTrigger.Release => $"took {name} back: its lease ended without a result",
        TaskTrigger.Approve => $"approved {name}",
        TaskTrigger.Proceed => $"let {name} go on",
        TaskTrigger.Amend => $"changed the result of {name} and approved it",
        TaskTrigger.SendBack => $"sent {name} back",
        TaskTrigger.Reject => $"rejected {name}",
        TaskTrigger.Expire => $"ended {name}: its deadline has passed",
        TaskTrigger.Reopen => $"started {name} afresh",
        TaskTrigger.Change => $"changed the input of {name}",
    };

    private static string OfReview(ReviewTrigger trigger, string name, HistoryEntry entry) => trigger switch
    {
        ReviewTrigger.Stage => $"decided about {name}: {Verdict(entry)}",
        ReviewTrigger.Undo => $"took the decision about {name} back",
        ReviewTrigger.Release => $"let the decision about {name} take effect: {Verdict(entry)}",
        ReviewTrigger.Expire => $"decided about {name}, because nobody did in time: {Verdict(entry)}",
        ReviewTrigger.Withdraw => $"withdrew the question about {name}",
    };

    private static string OfFact(ReviewFact fact, string name, HistoryEntry entry) => fact switch
    {
        ReviewFact.Claim => $"began to look at {name}",
        ReviewFact.Unclaim => $"stopped looking at {name}",
        ReviewFact.Delegate => $"handed {name} to {Text(entry, "to")}",
        ReviewFact.Defer => $"put {name} aside for a while",
        ReviewFact.Return => $"brought {name} back into the inbox",
        ReviewFact.Comment => $"said something about {name}",
        ReviewFact.Escalate => $"escalated {name} to {Text(entry, "to")}",
        ReviewFact.Remind => $"reminded of {name}",
        ReviewFact.Overdue => $"saw the time for {name} end, with nobody left to escalate to",
        ReviewFact.Count => $"approved {name}; others have to agree",
        ReviewFact.Revise => $"changed the result of {name}; it has to be approved anew",
        ReviewFact.Retract => $"took the approval of {name} back",
    };

    private static string Verdict(HistoryEntry entry) => Words(Text(entry, "verdict") ?? "decided").ToLowerInvariant();

    private static string Number(HistoryEntry entry, string name) =>
        entry.Data is { ValueKind: JsonValueKind.Object } data && data.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetRawText() : "?";

    private static string? Text(HistoryEntry entry, string name) =>
        entry.Data is { ValueKind: JsonValueKind.Object } data && data.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            && value.GetString() is { Length: > 0 } text
            ? text
            : null;
}
