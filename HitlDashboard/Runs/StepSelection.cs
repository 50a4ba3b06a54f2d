namespace HitlDashboard.Runs;

/// <summary>The one selection of a run's page: a step, or one of its tasks. Graph, tasks and history show it; the URL holds it.</summary>
/// <param name="Step">The step's id, or null for none.</param>
/// <param name="Index">The element of a <c>foreach</c>, or null for the whole step.</param>
public sealed record StepSelection(string? Step = null, int? Index = null)
{
    /// <summary>Whether a task is part of it.</summary>
    public bool Covers(string step, int? index) => Step == step && (Index is null || Index == index);

    /// <summary>Whether it is exactly this task.</summary>
    public bool Is(string step, int? index) => Step == step && Index == index;
}
