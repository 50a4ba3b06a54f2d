using static HitlDashboard.Engine.Definitions.Validation.Shapes;

namespace HitlDashboard.Engine.Definitions.Validation;

/// <summary>The keys of a workflow file and of its steps.</summary>
internal static class WorkflowFormat
{
    public static FormatObject Retry { get; } = new("retry",
    [
        new("attempts", Number, "Attempts in all, 1 to 100.") { Minimum = 1, Maximum = 100 },
        new("delay", Text, "The wait before attempt two, as 2s.") { Means = "a duration as 2s", Pattern = FormatPatterns.Duration },
        new("factor", Number, "By what the wait grows each time, 1 to 10.") { Minimum = 1, Maximum = 10, IsFraction = true },
        new("maxDelay", Text, "The longest wait, as 5m.") { Means = "a duration as 5m", Pattern = FormatPatterns.Duration },
        new("jitter", Number, "By what share the wait is varied at random, 0 to 1.") { Minimum = 0, Maximum = 1, IsFraction = true },
        new("on", List, "Which failures are retried: timeout, http 5xx, an error code.") { Items = new("item", Text, "An error code.") },
    ]);

    public static FormatObject Output { get; } = new("output",
    [
        new("schema", Map, "JSON Schema that the output must keep to."),
    ]);

    public static FormatObject Resource { get; } = new("a resource",
    [
        new("name", Text, "The lock's name; every workflow means the same lock by it.") { Required = true, Pattern = FormatPatterns.Resource },
        new("mode", Text, "Whether others may hold it meanwhile; exclusive where it is missing.") { Words = ["exclusive", "shared"] },
        new("slots", Number, "How many of its slots are taken; the top level's resources says how many there are.") { Minimum = 1, Maximum = 1000 },
    ]);

    public static FormatObject Concurrency { get; } = new("concurrency",
    [
        new("group", Text, "A name; every workflow means the same group by it.") { Required = true, Pattern = FormatPatterns.Resource },
        new("max", Number, "How many at once, 1 to 1,000.") { Required = true, Minimum = 1, Maximum = 1000 },
    ]);

    public static FormatObject Step { get; } = new("a step",
    [
        new("id", Text, "Unique in the file: a letter, then letters, digits, _ or -, at most 64.") { Required = true, Pattern = FormatPatterns.Step },
        new("name", Text, "Shown to people; the id where it is missing."),
        new("uses", Text, "The kind of step.") { Required = true },
        new("expand", Text, "In place of uses: a list of steps that an earlier step planned.") { Means = "a template as {{steps.plan.output.tasks}}", TakesTemplates = true },
        new("kinds", List, "What the steps of an expand may use; set, delay, human and llm where it is missing.") { Items = new("kind", Text, "A kind of step.") { Pattern = $"^({string.Join('|', WithFormat.Kinds.Keys)})$" } },
        new("with", Map, "What the step gets; which keys depends on its kind."),
        new("needs", List, "Steps that must be final first; the step above where it is missing.") { Items = new("item", Text, "The id of a step.") },
        new("join", Text | Number, "How many needs must be final: all, any or a number.") { Means = "all, any", Pattern = FormatPatterns.Join, Minimum = 1, Maximum = 1000 },
        new("if", Text | YesNo, "A condition; false skips the step.") { Means = "a condition", TakesTemplates = true },
        new("foreach", Text | List, "A list; the step then has one task per element.") { Means = "a template as {{input.items}}", TakesTemplates = true },
        new("maxParallel", Number, "How many tasks of a foreach may be unfinished at once.") { Minimum = 1, Maximum = 1000 },
        new("tolerate", Text | Number, "How many tasks of a foreach may fail: a number or a share as 10%.") { Means = "a share as 10%", Pattern = FormatPatterns.Share, Minimum = 0, Maximum = 10000 },
        new("retry", Map, "Attempts and the waits between them.") { Map = Retry },
        new("timeout", Text, "The longest one attempt may take, as 1m.") { Means = "a duration as 1m", Pattern = FormatPatterns.Duration },
        new("deadline", Text, "The longest all attempts, waits and reviews of a task may take together, as 2d.") { Means = "a duration as 2d", Pattern = FormatPatterns.Duration },
        new("resources", List, "Locks that it holds until it is final.") { Items = new("resource", Text | Map, "A lock's name, or name with mode or slots.") { Map = Resource, Pattern = FormatPatterns.Resource } },
        new("concurrency", Map, "How many tasks of a group may run at once, in all runs.") { Map = Concurrency },
        new("onFailure", Text, "What a failure does when no attempt is left.") { Words = ["fail", "continue", "review"] },
        new("output", Map, "What the output must be.") { Map = Output },
        new("review", Map, "When and how a person is asked.") { Map = ReviewFormat.Review },
        new("milestone", Text, "Shown on the run's progress when the step is done."),
        new("priority", Number, "Higher goes first, -100 to 100.") { Minimum = -100, Maximum = 100 },
    ]);

    public static FormatObject Workflow { get; } = new("a workflow",
    [
        new("name", Text, "Unique: lower-case letters, digits and hyphens, 1 to 64 characters.") { Required = true, Pattern = FormatPatterns.Workflow },
        new("title", Text, "Shown to people; the name where it is missing."),
        new("description", Text, "One or two sentences."),
        new("input", Map, "JSON Schema of the input."),
        new("steps", List, "1 to 1,000 steps.") { Required = true, MinItems = 1, MaxItems = WorkflowYaml.MaxSteps, Items = new("step", Map, "One step.") { Map = Step } },
        new("output", Any, "What a completed run answers."),
        new("concurrency", Map, "How many runs of a group may be under way at once; the others wait.") { Map = Concurrency },
        new("resources", Map, "How many slots a resource has, by name, as { gpu: 4 }; 1 where it is missing."),
        new("next", List, "Workflows that start when a run of this one has completed.") { MaxItems = LinkFormat.MaxEntries, Items = new("entry", Map, "One workflow.") { Map = LinkFormat.Next } },
        new("schedule", List, "When runs start by themselves.") { MaxItems = LinkFormat.MaxEntries, Items = new("entry", Map, "One schedule.") { Map = LinkFormat.Schedule } },
        new("failFast", YesNo, "Whether a failure cancels the other branches; true where it is missing."),
    ]);
}
