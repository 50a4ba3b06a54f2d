namespace HitlDashboard.Engine.Activities;

/// <summary>Settings of <c>template</c> steps.</summary>
public sealed record TemplateOptions
{
    /// <summary>The folder that <c>templateFile</c> names files in; null means that there are none.</summary>
    public string? Directory { get; init; }
}
