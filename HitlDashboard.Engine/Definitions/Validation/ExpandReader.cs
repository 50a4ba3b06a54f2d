using HitlDashboard.Engine.Definitions.Yaml;

namespace HitlDashboard.Engine.Definitions.Validation;

/// <summary>Reads <c>expand</c> and refuses the keys that only something that runs can have.</summary>
internal static class ExpandReader
{
    private static readonly string[] Useless = ["uses", "with", "foreach", "output", "retry", "timeout", "resources", "concurrency"];

    public static ExpandDefinition? Read(MapReader step, int number, ReadContext context)
    {
        if (step.Node("expand") is not YamlScalar text)
        {
            if (step.Node("kinds") is not null)
            {
                step.Fail("kinds", "'kinds' has no effect without 'expand'; add expand or remove it.");
            }

            return null;
        }

        foreach (var key in Useless.Where(key => step.Map.Entry(key) is not null))
        {
            step.Fail(key, $"'{key}' has no effect with 'expand', which runs nothing itself; remove it.");
        }

        if (step.Inner("review")?.Boolean("before") == true)
        {
            step.Fail("review", "'before' has no effect with 'expand': its review is about the plan, before any of it runs; remove it.");
        }

        var list = context.Template(text, step.At("expand"), Place.If(number));
        if (list is { IsPath: false })
        {
            step.Fail("expand", $"found {text.Describe()}, expected exactly one path as {{{{steps.plan.output.tasks}}}}.");
        }

        return list is null ? null : new ExpandDefinition(list, Kinds(step, context));
    }

    private static IReadOnlyList<string> Kinds(MapReader step, ReadContext context)
    {
        // A plan within a plan can't allow itself more.
        if (context.Plan is { } plan)
        {
            return plan.Kinds;
        }

        foreach (var kind in step.Texts("kinds").Where(kind => !WithFormat.Kinds.ContainsKey(kind)))
        {
            step.FailItem("kinds", kind, $"there is no kind of step '{kind}'{Nearest.Hint(kind, WithFormat.Kinds.Keys)}; expected {string.Join(", ", WithFormat.Kinds.Keys)}.");
        }

        return step.Node("kinds") is null ? ExpandDefinition.Harmless : step.Texts("kinds");
    }
}
