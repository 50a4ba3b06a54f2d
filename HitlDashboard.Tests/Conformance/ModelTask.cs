namespace HitlDashboard.Tests.Conformance;

/// <summary>A task as the documents describe it.</summary>
internal sealed class ModelTask(string step, int index)
{
    public string Step => step;

    public int Index => index;

    public string State { get; set; } = "Pending";

    public string? Resolution { get; set; }

    public int Round { get; set; } = 1;

    /// <summary>Attempts of this round.</summary>
    public int Attempts { get; set; }

    /// <summary>What a person is asked about: <c>output</c>, <c>action</c>, <c>failure</c>, <c>human</c>.</summary>
    public string? Asked { get; set; }

    /// <summary>Whether the signal that it waits for is there: running it only hands it on.</summary>
    public bool HasSignal { get; set; }

    /// <summary>Who approved what is asked now, where several must.</summary>
    public HashSet<string> Agreed { get; set; } = [];

    /// <summary>Whether what is asked now was changed by one of them.</summary>
    public bool IsChanged { get; set; }

    /// <summary>Whether a person gave its output: then it counts as done, not as skipped.</summary>
    public bool IsByHand { get; set; }

    /// <summary>Whether the planner passed it by.</summary>
    public bool IsPassed => Resolution == "Skipped" && !IsByHand;

    public bool IsFinal => State is "Completed" or "Failed";

    public override string ToString() => $"{Step}[{Index}] {State} {Resolution} {(Resolution == "Skipped" ? "" : $"round {Round}")}".Replace("  ", " ", StringComparison.Ordinal);
}
