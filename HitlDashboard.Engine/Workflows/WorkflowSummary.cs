using HitlDashboard.Engine.Definitions;

namespace HitlDashboard.Engine.Workflows;

/// <summary>One row of the list of workflows.</summary>
public sealed record WorkflowSummary
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its title.</summary>
    public required string Title { get; init; }

    /// <summary>One or two sentences, or null.</summary>
    public string? Description { get; init; }

    /// <summary>The current version's hash, or null where no valid file was ever read.</summary>
    public string? Version { get; init; }

    /// <summary>Errors of the newest file where it is broken; the version is then the last good one.</summary>
    public required IReadOnlyList<DefinitionError> Errors { get; init; }

    /// <summary>Runs that are not final.</summary>
    public required int OpenRuns { get; init; }

    /// <summary>When its file last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>Everything about one workflow.</summary>
public sealed record WorkflowDetail
{
    /// <summary>What the list's row shows.</summary>
    public required WorkflowSummary Summary { get; init; }

    /// <summary>The current version, or null where no valid file was ever read.</summary>
    public WorkflowDefinition? Definition { get; init; }

    /// <summary>The text of the newest file where it is broken, or null.</summary>
    public string? BrokenSource { get; init; }

    /// <summary>Every version, newest first.</summary>
    public required IReadOnlyList<WorkflowVersion> Versions { get; init; }
}

/// <summary>One version.</summary>
public sealed record WorkflowVersion(string Hash, DateTimeOffset CreatedAt, string CreatedBy, int OpenRuns);
