namespace HitlDashboard.Engine.Definitions.Validation;

/// <summary>What a plan that was made at run time may not say: plans come from models, and what the file says about people, secrets and shared things wins.</summary>
internal sealed class PlanRules(StepDefinition expanding, DefinitionErrors errors)
{
    private static readonly string[] OfTheFile = ["kinds", "resources", "concurrency", "priority"];
    private static readonly string[] OfReview = ["title", "instructions", "show", "evidence", "edit", "form", "reasons", "before"];

    // A failure is asked about by the file's rules, though the step's output is not.
    private static readonly Condition Never = Condition.Parse("always_false");

    public IReadOnlyList<string> Kinds => expanding.Expand!.Kinds;

    /// <summary>Reports keys and kinds that a plan may not have.</summary>
    public void Check(MapReader step)
    {
        foreach (var key in OfTheFile.Where(key => step.Map.Entry(key) is not null))
        {
            step.Fail(key, $"a plan can't say '{key}': that is for the file to say; remove it.");
        }

        if (step.Text("uses") is { } uses && WithFormat.Kinds.ContainsKey(uses) && !Kinds.Contains(uses, StringComparer.Ordinal))
        {
            step.Fail("uses", $"a plan of the step '{expanding.Id}' can't use '{uses}'; the file allows {string.Join(", ", Kinds)}.");
        }

        foreach (var entry in (step.Map.Entry("review")?.Value as Yaml.YamlMap)?.Entries ?? [])
        {
            if (ReviewFormat.Review.Key(entry.Key.Text) is not null && Array.IndexOf(OfReview, entry.Key.Text) < 0)
            {
                errors.Add(entry.Key, $"{step.At("review")}.{entry.Key.Text}", $"a plan can't say '{entry.Key.Text}' of a review: who is asked and what follows says the step '{expanding.Id}' of the file.");
            }
        }
    }

    /// <summary>Reports conditions that would let a plan go on after a person said no, or after the run has failed.</summary>
    public void Check(StepReader reader, StepDefinition step, IReadOnlyList<StepDefinition> all)
    {
        if (step.If?.Handles("") == true)
        {
            reader.Map.Fail("if", "a plan can't say always(): what happens after a failure is for the file to say.");
        }
        else if (all.FirstOrDefault(other => step.If?.HandledSteps.Contains(other.Id) == true && Asks(other)) is { } asked)
        {
            reader.Map.Fail("if", $"a plan can't go on after a person rejected '{asked.Id}'; remove failed() or rejected().");
        }
    }

    /// <summary>The step as it runs: its review as the file wants it, its place behind the step that expands it.</summary>
    public StepDefinition Apply(StepDefinition step) => step with
    {
        PlannedBy = expanding.Id,
        Needs = step.Needs.Count == 0 ? [expanding.Id] : step.Needs,
        Priority = expanding.Priority,
        OnFailure = step.OnFailure == FailureRule.Fail && expanding.OnFailure == FailureRule.Continue ? FailureRule.Continue : step.OnFailure,
        Review = Asks(step) ? Review(step.Review ?? new ReviewDefinition())
            : step.OnFailure == FailureRule.Review ? Review(new ReviewDefinition()) with { When = Never }
            : null,
    };

    private static bool Asks(StepDefinition step) => step.Review is not null || step.Uses == "human";

    private ReviewDefinition Review(ReviewDefinition own) => (expanding.Review ?? new ReviewDefinition()) with
    {
        Title = own.Title,
        Instructions = own.Instructions,
        Kind = own.Kind,
        Show = own.Show,
        Evidence = own.Evidence,
        Edit = own.Edit,
        Form = own.Form,
        Reasons = own.Reasons,
        Before = own.Before,
        When = null,
        Sample = 0,
        OnReject = RejectRule.Fail,
        GoTo = null,
    };
}
