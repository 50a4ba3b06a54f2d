using static HitlDashboard.Engine.Definitions.Validation.Shapes;

namespace HitlDashboard.Engine.Definitions.Validation;

/// <summary>The keys of <c>with</c>, kind by kind. A kind that takes any keys has no entry here but is in <see cref="Kinds"/>.</summary>
internal static class WithFormat
{
    private static readonly FormatKey ExitCode = new("code", Number, "An exit code.") { Minimum = 0, Maximum = 255 };
    private static readonly FormatKey Status = new("status", Number, "An HTTP status.") { Minimum = 100, Maximum = 599 };

    /// <summary>One thing to do on a page.</summary>
    public static FormatObject BrowserAction { get; } = new("an action",
    [
        new("goto", Text, "Opens an address."),
        new("click", Text, "Clicks the first element of a CSS selector, once it is shown."),
        new("fill", Text, "Writes 'value' into the first element of a CSS selector, once it is shown."),
        new("waitFor", Text, "Waits until an element of a CSS selector is shown."),
        new("extract", Text, "Keeps the text of the first element of a CSS selector as 'as'."),
        new("screenshot", Text, "Keeps a picture as an artifact with this name."),
        new("value", Text | Number | YesNo, "What fill writes."),
        new("as", Text, "The name under which extract keeps what it found."),
        new("attribute", Text, "What extract reads in place of the text."),
        new("all", YesNo, "Whether extract takes every element as a list, or a screenshot the whole page."),
    ]);

    private static readonly FormatObject[] Formats =
    [
        new("http",
        [
            new("url", Text, "The address.") { Required = true },
            new("method", Text, "GET where it is missing.") { Words = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] },
            new("headers", Map, "Request headers."),
            new("query", Map, "Parameters that are added to the address."),
            new("body", Any, "Text as it is; anything else as JSON."),
            new("expect", List, "Accepted statuses; 200 to 299 where it is missing.") { Items = Status },
            new("save", Text, "Keeps the response's body as an artifact with this name."),
            new("timeout", Text, "The longest wait for the response, as 30s.") { Means = "a duration as 30s", Pattern = FormatPatterns.Duration },
        ]),
        new("process",
        [
            new("command", List, "The program and its arguments; no shell.") { Required = true, MinItems = 1, Items = new("argument", Text | Number | YesNo, "An argument.") },
            new("stdin", Any, "Text as it is; anything else as JSON."),
            new("env", Map, "Environment variables."),
            new("workingDirectory", Text, "Where it runs."),
            new("parse", Text, "How standard output is read.") { Words = ["text", "json", "lines"] },
            new("expect", List, "Accepted exit codes; 0 where it is missing.") { Items = ExitCode },
        ]),
        new("llm",
        [
            new("prompt", Text, "What the model is asked.") { Required = true },
            new("system", Text, "The system message."),
            new("model", Text, "The model's name; that of the settings where it is missing."),
            new("temperature", Number, "0 to 2.") { Minimum = 0, Maximum = 2, IsFraction = true },
            new("schema", Map, "JSON Schema of the answer."),
            new("images", List, "Images for the model.") { Items = new("image", Any, "An artifact or an address.") },
        ]),
        new("browser",
        [
            new("url", Text, "The address that is opened first.") { Required = true },
            new("actions", List, "What is done on the page, in order.") { Items = new("action", Map, "One thing to do.") { Map = BrowserAction } },
            new("headless", YesNo, "Whether no window is shown; true where it is missing."),
            new("timeout", Text, "The longest wait for each action, as 30s.") { Means = "a duration as 30s", Pattern = FormatPatterns.Duration },
        ]),
        new("template",
        [
            new("template", Text, "The text itself."),
            new("templateFile", Text, "A file with the text."),
            new("data", Any, "What a template file reads; nothing else has a value in it."),
            new("file", Text, "The name of the file that is written."),
            new("format", Text, "The media type or the kind of text."),
        ]),
        new("delay",
        [
            new("for", Text, "How long, as 10m.") { Means = "a duration as 10m", Pattern = FormatPatterns.Duration },
            new("until", Text, "Until when, as 2030-01-31T08:00:00Z."),
        ]),
        new("signal",
        [
            new("name", Text, "What the caller names: letters, digits, '.', '_' or '-', at most 64.") { Required = true, Pattern = FormatPatterns.Signal },
            new("schema", Map, "JSON Schema of the payload; what does not keep to it is refused and the step waits on."),
            new("timeout", Text, "The longest wait, as 2d; without end where it is missing.") { Means = "a duration as 2d", Pattern = FormatPatterns.Duration },
        ]),
        new("workflow",
        [
            new("name", Text, "The workflow of which a run is started, in its current version.") { Required = true, Pattern = FormatPatterns.Workflow },
            new("input", Map, "The run's input; an empty object where it is missing."),
            new("wait", YesNo, "Whether the step ends with the run that it started; true where it is missing."),
        ]),
        new("human",
        [
            new("instructions", Text, "Markdown: what is to be done."),
            new("form", Map, "JSON Schema of the answer."),
        ]),
    ];

    /// <summary>The keys of each kind; null where any may stand.</summary>
    public static IReadOnlyDictionary<string, FormatObject?> Kinds { get; } =
        Formats.Select(format => (format.Name, Format: (FormatObject?)format)).Append(("set", null))
            .ToDictionary(kind => kind.Name, kind => kind.Format, StringComparer.Ordinal);
}
