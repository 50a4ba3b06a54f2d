namespace HitlDashboard.Engine.Persistence.Rows;

internal sealed class DefinitionRow
{
    public required string Hash { get; init; }

    public required string Name { get; init; }

    public required string Source { get; init; }

    public required string CreatedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

internal sealed class WorkflowRow
{
    public required string Name { get; init; }

    /// <summary>The current version, or null where no valid file was ever read.</summary>
    public string? Hash { get; init; }

    public required string Title { get; init; }

    public string? Description { get; init; }

    /// <summary>The newest file's errors as a JSON list, or null where it is valid.</summary>
    public string? Errors { get; init; }

    /// <summary>The newest file's text where it has errors.</summary>
    public string? BrokenSource { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }
}
