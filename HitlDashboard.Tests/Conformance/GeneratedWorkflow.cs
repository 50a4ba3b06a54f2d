using System.Globalization;
using System.Text;

namespace HitlDashboard.Tests.Conformance;

/// <summary>What a random step says, in the words of the format.</summary>
internal sealed record GeneratedStep(string Id, IReadOnlyList<string> Needs)
{
    public int? Join { get; init; }

    /// <summary><c>always_true</c>, <c>always_false</c>, <c>always()</c>, <c>failed(x)</c>, <c>rejected(x)</c>, or null for no condition.</summary>
    public string? If { get; init; }

    /// <summary>How many elements, or null for a step with one task.</summary>
    public int? Elements { get; init; }

    public int? MaxParallel { get; init; }

    public int Tolerate { get; init; }

    public int Attempts { get; init; } = 1;

    public string OnFailure { get; init; } = "fail";

    public string OnReject { get; init; } = "fail";

    /// <summary>Where a reject sends the run back to, and how often; null for <see cref="OnReject"/>.</summary>
    public (string Step, int Rounds)? GoTo { get; init; }

    /// <summary>How many people must approve.</summary>
    public int Approvals { get; init; } = 1;

    /// <summary><c>approve</c> or <c>reject</c> where nobody decides in time, or null.</summary>
    public string? OnTimeout { get; init; }

    /// <summary>Whether it runs nothing but waits for a signal with its own name.</summary>
    public bool IsSignal { get; init; }

    /// <summary><c>none</c>, <c>after</c>, <c>before</c> or <c>human</c>.</summary>
    public string Gate { get; init; } = "none";

    public int Rounds { get; init; }

    public bool IsAlways => If == "always()";

    /// <summary>Whether its condition mentions that this step failed, in this or that way.</summary>
    public bool Mentions(string step) => IsAlways || If == $"failed({step})" || If == $"rejected({step})";
}

/// <summary>A random workflow from a seed, small and full of rules.</summary>
internal sealed record GeneratedWorkflow(string Name, IReadOnlyList<GeneratedStep> Steps, bool FailFast)
{
    public static GeneratedWorkflow Make(int seed)
    {
        var chance = new Random(seed);
        var steps = new List<GeneratedStep>();
        for (var count = chance.Next(1, 8); steps.Count < count;)
        {
            steps.Add(Step(chance, steps));
        }

        return new GeneratedWorkflow($"model-{seed}", steps, chance.Next(3) > 0);
    }

    public string Yaml()
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"name: {Name}\nfailFast: {(FailFast ? "true" : "false")}\nsteps:\n");
        foreach (var step in Steps)
        {
            text.Append(CultureInfo.InvariantCulture, $"  - {{ id: {step.Id}, needs: [{string.Join(", ", step.Needs)}]");
            text.Append(step.Join is { } join ? $", join: {join}" : "").Append(step.If is { } condition ? $", if: \"{condition}\"" : "");
            text.Append(step.Elements is { } count ? $", foreach: [{string.Join(", ", Enumerable.Range(0, count))}], tolerate: {step.Tolerate}" : "");
            text.Append(step.MaxParallel is { } most ? $", maxParallel: {most}" : "");
            text.Append(step.IsSignal ? $", uses: signal, with: {{ name: {step.Id} }}" : step.Gate == "human" ? ", uses: human, with: { instructions: Look }" : ", uses: set, with: { v: 1 }");
            text.Append(step.Attempts > 1 ? $", retry: {{ attempts: {step.Attempts}, delay: 1s }}" : "").Append(step.OnFailure != "fail" ? $", onFailure: {step.OnFailure}" : "");
            text.Append(step.Gate == "none" ? "" : Review(step)).Append(" }\n");
        }

        return text.ToString();
    }

    private static string Review(GeneratedStep step) =>
        $", review: {{ onReject: {(step.GoTo is { } back ? $"{{ goto: {back.Step}, rounds: {back.Rounds} }}" : step.OnReject)}{(step.Approvals > 1 ? $", approvals: {step.Approvals}" : "")}{(step.OnTimeout is null ? "" : $", due: 1s, onTimeout: {step.OnTimeout}")}{(step.Gate == "human" ? "" : $"{(step.Gate == "after" ? $", rounds: {step.Rounds}" : "")}, edit: [v], show: {{ kind: json, value: \"{{{{output}}}}\" }}")}{(step.Gate == "before" ? ", before: true" : "")} }}";

    private static GeneratedStep Step(Random chance, List<GeneratedStep> before)
    {
        var needs = before.Where(_ => chance.Next(3) == 0).Select(step => step.Id).ToList();
        if (needs.Count == 0 && before.Count > 0 && chance.Next(4) > 0)
        {
            needs.Add(before[^1].Id);
        }

        var isSignal = chance.Next(10) == 0;
        var gate = isSignal ? "none" : Pick(chance, "none", "none", "after", "before", "human");
        var elements = !isSignal && chance.Next(5) == 0 ? chance.Next(0, 5) : (int?)null;
        var onFailure = isSignal || gate == "human" ? "fail" : Pick(chance, "fail", "fail", "continue", "review");
        var upstream = Upstream(before, needs);
        var goTo = gate != "none" && upstream.Count > 0 && chance.Next(3) == 0 ? (upstream[chance.Next(upstream.Count)], chance.Next(1, 3)) : ((string, int)?)null;
        var approvals = gate != "none" && onFailure != "review" && chance.Next(4) == 0 ? chance.Next(2, 4) : 1;
        return new GeneratedStep($"s{before.Count}", needs)
        {
            Join = needs.Count > 1 && chance.Next(3) == 0 ? chance.Next(1, needs.Count) : null,
            If = If(chance, needs),
            Elements = elements,
            MaxParallel = elements is not null && chance.Next(2) == 0 ? chance.Next(1, 3) : null,
            Tolerate = elements is not null ? chance.Next(0, 2) : 0,
            Attempts = isSignal || gate == "human" ? 1 : chance.Next(1, 4),
            OnFailure = onFailure,
            IsSignal = isSignal,
            GoTo = goTo,
            Approvals = approvals,
            OnTimeout = gate != "none" && onFailure != "review" && approvals == 1 && chance.Next(2) == 0 ? Pick(chance, "approve", "reject") : null,
            OnReject = goTo is null ? Pick(chance, "fail", "fail", "continue") : "fail",
            Gate = gate,
            Rounds = gate == "after" ? chance.Next(0, 3) : 3,
        };
    }

    private static List<string> Upstream(List<GeneratedStep> before, IReadOnlyList<string> needs) =>
        [.. needs.Concat(needs.SelectMany(need => Upstream(before, before.First(step => step.Id == need).Needs))).Distinct().Order(StringComparer.Ordinal)];

    private static string? If(Random chance, List<string> needs) => chance.Next(12) switch
    {
        0 => "always_false",
        1 => "always_true",
        2 when needs.Count > 0 => "always()",
        3 when needs.Count > 0 => $"failed({needs[chance.Next(needs.Count)]})",
        4 when needs.Count > 0 => $"rejected({needs[chance.Next(needs.Count)]})",
        _ => null,
    };

    private static string Pick(Random chance, params string[] from) => from[chance.Next(from.Length)];
}
