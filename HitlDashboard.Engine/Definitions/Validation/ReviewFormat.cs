using static HitlDashboard.Engine.Definitions.Validation.Shapes;

namespace HitlDashboard.Engine.Definitions.Validation;

/// <summary>The keys of a review block.</summary>
internal static class ReviewFormat
{
    public static FormatObject Show { get; } = new("show",
    [
        new("kind", Text, "How it is shown.") { Words = ["text", "markdown", "code", "diff", "json", "table", "image", "html"] },
        new("value", Any, "What is shown; the whole output where it is missing."),
        new("artifact", Text, "The artifact that is shown, in place of a value.") { TakesTemplates = true },
    ]);

    public static FormatObject Evidence { get; } = new("evidence",
    [
        new("label", Text, "What it is.") { Required = true },
        new("value", Any, "Its value.") { Required = true },
    ]);

    public static FormatObject GoTo { get; } = new("onReject",
    [
        new("goto", Text, "An upstream step: it and everything that follows it runs again.") { Required = true },
        new("rounds", Number, "How often, 1 to 100; 3 where it is missing. Then a reject fails the run.") { Minimum = 1, Maximum = 100 },
    ]);

    public static FormatObject Due { get; } = new("due",
    [
        new("within", Text, "Time to decide, as 4h.") { Required = true, Means = "a duration as 4h", Pattern = FormatPatterns.Duration },
        new("calendar", Text, "The calendar of the settings whose business hours count; always for round the clock.") { Required = true },
    ]);

    public static FormatObject Review { get; } = new("review",
    [
        new("title", Text, "One line: what is to be decided.") { TakesTemplates = true },
        new("instructions", Text, "Markdown shown above what is reviewed.") { TakesTemplates = true },
        new("show", Map, "What is shown and how.") { Map = Show },
        new("evidence", List, "Facts beside it.") { Items = new("fact", Map, "One fact.") { Map = Evidence } },
        new("edit", List, "Paths of the output that amend may change.") { Items = new("path", Text, "A path in the output.") },
        new("form", Map, "JSON Schema of what may be edited."),
        new("before", YesNo, "Whether the parameters are approved before the step runs."),
        new("when", Text | YesNo, "A condition; asks only where it is true.") { Means = "a condition", TakesTemplates = true },
        new("sample", Number, "The share of those that are not asked for that is asked for all the same, 0 to 1.") { Minimum = 0, Maximum = 1, IsFraction = true },
        new("queue", Text, "The queue that it waits in."),
        new("assignees", List, "The one who is asked first; others come by delegation or escalateTo.") { MaxItems = 1, Items = new("who", Text, "A user or a group.") },
        new("risk", Text, "How dangerous a wrong decision is.") { Words = ["low", "medium", "high", "critical"] },
        new("undo", Number, "Seconds for which a decision can be undone, to lengthen the risk's own time, up to 60.") { Minimum = 0, Maximum = 60, IsFraction = true },
        new("reasons", List, "Reasons offered for reject and send back.") { Items = new("reason", Text, "A reason.") },
        new("priority", Number, "Higher goes first, -100 to 100.") { Minimum = -100, Maximum = 100 },
        new("due", Text | Map, "Time to decide from when it opened, as 4h; within and calendar count business hours.") { Means = "a duration as 4h", Pattern = FormatPatterns.Duration, Map = Due },
        new("reminders", List, "When people are reminded.") { Items = new("reminder", Text, "A share of the time as 50%, or a time before due as 1h.") { Means = "a share as 50% or a duration as 1h", Pattern = FormatPatterns.Reminder } },
        new("onTimeout", Text, "What happens when it is overdue.") { Words = ["approve", "reject", "escalate"] },
        new("escalateTo", Text | List, "Where it goes when it is escalated, one step each time.") { Means = "a queue, or a person as @name", Pattern = FormatPatterns.Target, Items = new("step", Text, "A queue, or a person as @name.") { Pattern = FormatPatterns.Target } },
        new("notify", List, "The channels that tell of it; all that are switched on where it is missing.") { Items = new("channel", Text, "A channel.") { Words = ["webhook", "log"] } },
        new("approvals", Number, "How many different people must approve, 1 to 20.") { Minimum = 1, Maximum = 20 },
        new("exclude", List, "Whose approval does not count.") { Items = new("who", Text, "A part in the run.") { Words = ["starter", "amender", "previousReviewer"] } },
        new("onReject", Text | Map, "What a reject does to the run.") { Words = ["fail", "continue"], Map = GoTo },
        new("rounds", Number, "How often send back may happen, 0 to 100.") { Minimum = 0, Maximum = 100 },
    ]);
}
