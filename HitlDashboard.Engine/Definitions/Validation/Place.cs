using HitlDashboard.Engine.Definitions.Yaml;

namespace HitlDashboard.Engine.Definitions.Validation;

/// <summary>Where templates and conditions stand, which decides what they can read.</summary>
/// <param name="Step">The step's number from 0, or -1 for the workflow's output, which reads every step.</param>
/// <param name="Roots">The roots that have a value there, <c>steps</c> and <c>secrets</c> apart.</param>
/// <param name="Secrets">Whether secrets may stand there.</param>
internal sealed record Place(int Step, IReadOnlyList<string> Roots, bool Secrets = false)
{
    private static readonly string[] Everywhere = ["input", "run", "now"];
    private static readonly string[] Element = ["item", "index"];

    public static Place Output { get; } = new(-1, Everywhere);

    /// <summary>Nothing has run yet: only the instant is known.</summary>
    public static Place Schedule { get; } = new(0, ["now"]);

    public static Place If(int step) => new(step, Everywhere);

    public static Place With(int step, bool forEach, bool secrets) => new(step, [.. Everywhere, "feedback", "round", .. forEach ? Element : []], secrets);

    public static Place Review(int step, bool forEach) => new(step, [.. Everywhere, "feedback", "round", "output", .. forEach ? Element : []]);
}

/// <summary>Something that reads a path or names a step, to be checked when all steps are known.</summary>
/// <param name="Path">What is read; null where only a step is named.</param>
/// <param name="StepId">The step that is named, or null.</param>
/// <param name="Node">Where it stands.</param>
/// <param name="At">The same as a path.</param>
/// <param name="Place">What can be read there.</param>
internal sealed record Reference(ValuePath? Path, string? StepId, YamlNode Node, string At, Place Place)
{
    /// <summary>Whether a reject sends the run back to the step that is named.</summary>
    public bool GoesBack { get; init; }
}
