using static HitlDashboard.Engine.Definitions.Validation.Shapes;

namespace HitlDashboard.Engine.Definitions.Validation;

/// <summary>The keys of what joins runs to each other and to the calendar.</summary>
internal static class LinkFormat
{
    /// <summary>The most schedules, and the most workflows that can follow.</summary>
    public const int MaxEntries = 100;

    public static FormatObject Next { get; } = new("an entry of next",
    [
        new("workflow", Text, "The workflow that starts when a run of this one has completed.") { Required = true, Pattern = FormatPatterns.Workflow },
        new("if", Text | YesNo, "A condition; false starts nothing.") { Means = "a condition", TakesTemplates = true },
        new("input", Map, "Its input; templates read this run."),
    ]);

    public static FormatObject Schedule { get; } = new("a schedule",
    [
        new("cron", Text, "When, in Quartz' syntax: seconds, minutes, hours, day of month, month, day of week, as 0 0 8 ? * MON-FRI.") { Required = true },
        new("timeZone", Text, "An IANA time zone as Europe/Berlin; UTC where it is missing."),
        new("input", Map, "The run's input; templates read only now, the instant that the run is meant for."),
        new("catchUp", Text, "What happens to instants that passed while the server was down: one run for all of them, a run for each, or none; one where it is missing.") { Words = ["one", "all", "none"] },
        new("overlap", Text, "What happens while the run before is not final; skip where it is missing.") { Words = ["skip", "queue", "allow"] },
    ]);
}
