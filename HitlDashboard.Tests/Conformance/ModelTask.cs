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

    public bool IsFinal => State is "Completed" or "Failed";

    public override string ToString() => $"{Step}[{Index}] {State} {Resolution} round {Round}".Replace("  ", " ", StringComparison.Ordinal);
}
