namespace HitlDashboard.Engine.Definitions.Validation;

/// <summary>Checks what templates and conditions read: roots that exist there, steps that are final by then, secrets only where they may stand.</summary>
/// <param name="numbers">The steps' numbers by id.</param>
/// <param name="isUpstream">Whether the second step is final before the first one is planned; null where needs go in circles and no one can say.</param>
/// <param name="outer">Steps outside these that are final before any of them.</param>
/// <param name="errors">Where mistakes go.</param>
internal sealed class ReferenceChecks(IReadOnlyDictionary<string, int> numbers, Func<int, int, bool>? isUpstream, IReadOnlySet<string> outer, DefinitionErrors errors)
{
    private static readonly string[] StepParts = ["output", "state", "resolution", "feedback", "error"];
    private static readonly string[] TaskRoots = ["item", "index", "output", "feedback", "round"];

    private List<Reference> _goBacks = [];

    public void Check(IReadOnlyCollection<Reference> references)
    {
        _goBacks = [.. references.Where(reference => reference.GoesBack)];
        foreach (var reference in references.DistinctBy(reference => (reference.At, reference.Path?.Text, reference.StepId)))
        {
            if (Problem(reference) is { } problem)
            {
                errors.Add(reference.Node, reference.At, problem);
            }
        }
    }

    private string? Problem(Reference reference) => reference switch
    {
        { GoesBack: true, StepId: { } target } => GoBackProblem(target, reference.Place),
        { StepId: { } step } => StepProblem(step, reference.Place, step),
        { Path: { Root: "steps" } path } => StepsProblem(path, reference.Place),
        { Path: { Root: "secrets" } path } => SecretProblem(path, reference.Place),
        { Path: { } path } when !reference.Place.Roots.Contains(path.Root) => RootProblem(path, reference.Place),
        _ => null,
    };

    private string? StepsProblem(ValuePath path, Place place)
    {
        if (path.Second is not { } step)
        {
            return null;
        }

        if (path.Third == "feedback" && IsSentBackBy(step, place.Step))
        {
            return null;
        }

        return StepProblem(step, place, path.Text)
            ?? (path.Third is { } part && Array.IndexOf(StepParts, part) < 0
                ? $"'{path.Text}': a step has no '{part}'{Nearest.Hint(part, StepParts)}; expected one of {string.Join(", ", StepParts)}."
                : null);
    }

    /// <summary>Whether a reject of <paramref name="by"/> makes the step run again: then it can read what the reviewer said.</summary>
    private bool IsSentBackBy(string by, int step) => step >= 0 && isUpstream is not null && numbers.TryGetValue(by, out var from)
        && _goBacks.Exists(back => back.Place.Step == from && numbers.TryGetValue(back.StepId!, out var target) && (target == step || isUpstream(step, target)));

    private string? GoBackProblem(string target, Place place)
    {
        if (!numbers.TryGetValue(target, out var number))
        {
            return $"there is no step '{target}'{Nearest.Hint(target, numbers.Keys)}.";
        }

        return isUpstream is null || isUpstream(place.Step, number) ? null
            : number == place.Step ? $"a reject can't go back to the step '{target}' itself; reviewers can send it back, as often as 'rounds' says."
            : $"the step '{target}' is not upstream: a reject goes back to a step that this one waits for, directly or through others.";
    }

    private string? StepProblem(string step, Place place, string text)
    {
        if (outer.Contains(step))
        {
            return null;
        }

        if (!numbers.TryGetValue(step, out var number))
        {
            return $"'{text}': there is no step '{step}'{Nearest.Hint(step, numbers.Keys)}.";
        }

        if (place.Step < 0 || isUpstream is null || isUpstream(place.Step, number))
        {
            return null;
        }

        return number == place.Step
            ? $"'{text}': a step can't read itself; in its review block 'output' is its output."
            : $"'{text}': the step '{step}' is not final when this is read; name it, or a step that waits for it, in needs.";
    }

    private static string? SecretProblem(ValuePath path, Place place) =>
        !place.Secrets ? $"'{path.Text}': secrets can only be read in 'with' of activities that the file has, never in what people are shown or in a plan."
        : path.Second is null ? "'secrets' needs a name, as secrets.TOKEN."
        : !SecretReference.IsName(path.Second) ? $"'{path.Text}': a secret's name is letters, digits, _ and -, at most 64."
        : path.Third is not null ? $"'{path.Text}': a secret is one text and has no parts; write secrets.{path.Second}."
        : null;

    private static string RootProblem(ValuePath path, Place place)
    {
        string[] known = [.. place.Roots, "steps"];
        var reason = path.Root switch
        {
            "item" or "index" => "has a value only in a step with 'foreach', in its with and its review block",
            "output" => "has a value only in a review block; the output of another step is steps.<id>.output",
            _ when Array.IndexOf(TaskRoots, path.Root) >= 0 => "has a value only in a step's with and its review block",
            _ => $"names nothing{Nearest.Hint(path.Root, known)}; expected one of {string.Join(", ", known)}",
        };
        return $"'{path.Text}': '{path.Root}' {reason}.";
    }
}
