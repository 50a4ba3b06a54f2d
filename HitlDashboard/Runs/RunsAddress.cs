using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Runs;

namespace HitlDashboard.Runs;

/// <summary>What the list of runs shows, as its URL says it.</summary>
/// <param name="State">One state, or null.</param>
/// <param name="Workflow">One workflow, or null.</param>
/// <param name="Search">Part of the title, or null.</param>
/// <param name="After">Where the page before ended, or null for the newest.</param>
public sealed record RunsAddress(RunState? State = null, string? Workflow = null, string? Search = null, string? After = null)
{
    /// <summary>Whether anything is left out.</summary>
    public bool IsFiltered => State is not null || Workflow is not null || Search is not null;

    /// <summary>Reads the query's values; what makes no sense does not filter.</summary>
    public static RunsAddress From(string? state, string? workflow, string? search, string? after) => new(
        Enum.TryParse<RunState>(state, ignoreCase: true, out var known) && Enum.IsDefined(known) ? known : null,
        Text(workflow), Text(search), Text(after));

    /// <summary>The address, with only what filters.</summary>
    public override string ToString()
    {
        var parts = new (string Name, string? Value)[]
        {
            ("state", State?.ToString().ToLowerInvariant()), ("workflow", Workflow), ("search", Search), ("after", After),
        };
        var query = string.Join('&', parts.Where(part => part.Value is not null).Select(part => $"{part.Name}={Uri.EscapeDataString(part.Value!)}"));
        return query.Length == 0 ? "/runs" : $"/runs?{query}";
    }

    internal RunFilter Filter() => new() { State = State, Workflow = Workflow, Search = Search, Cursor = After };

    private static string? Text(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();
}
