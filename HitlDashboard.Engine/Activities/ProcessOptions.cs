namespace HitlDashboard.Engine.Activities;

/// <summary>Settings of <c>process</c> steps: the section <c>Process</c>.</summary>
public sealed record ProcessOptions
{
    /// <summary><c>Process:Allowed</c>. Names of programs that steps may start, without folders. Default git, diff, dotnet, hostname and echo; empty allows none.</summary>
    public IReadOnlyList<string> Allowed { get; init; } = ["git", "diff", "dotnet", "hostname", "echo"];

    /// <summary>Where a relative <c>workingDirectory</c> starts, as a full path; null refuses relative ones.</summary>
    public string? Home { get; init; }

    /// <summary><c>Process:MaxOutputBytes</c>. The longest output of one stream, 1 byte to 1 MiB; a program that writes more is killed. Default 1 MiB.</summary>
    public int MaxOutputBytes { get; init; } = 1024 * 1024;
}
