namespace HitlDashboard.Engine.Activities.Browser;

/// <summary>Settings of <c>browser</c> steps.</summary>
public sealed record BrowserOptions
{
    /// <summary><c>Browser:Executable</c>. Chromium's program file; null looks for <c>chromium</c>, <c>chromium-browser</c>, <c>google-chrome</c> and <c>google-chrome-stable</c> in PATH.</summary>
    public string? Executable { get; init; }
}
