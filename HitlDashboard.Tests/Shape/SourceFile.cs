namespace HitlDashboard.Tests.Shape;

/// <summary>One text file of the repository.</summary>
/// <param name="Path">From the root, with forward slashes.</param>
/// <param name="Text">All of it.</param>
internal sealed record SourceFile(string Path, string Text)
{
    private static readonly string[] CodeEndings = [".cs", ".razor", ".js", ".css"];

    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>The first part of the path: the project's folder.</summary>
    public string Project => Path.Split('/')[0];

    /// <summary>The second part of the path, or null for a file beside the project file.</summary>
    public string? Folder => Path.Split('/') is { Length: > 2 } parts ? parts[1] : null;

    public bool IsCode => CodeEndings.Any(ending => Path.EndsWith(ending, StringComparison.Ordinal));

    public bool IsCSharp => Path.EndsWith(".cs", StringComparison.Ordinal) || Path.EndsWith(".razor", StringComparison.Ordinal);

    /// <summary>Written by a tool and read by nobody.</summary>
    public bool IsGenerated => Path.Contains("/Migrations/", StringComparison.Ordinal);

    public int LineCount => Text.Length == 0 ? 0 : Text.AsSpan().Count('\n') + (Text[^1] == '\n' ? 0 : 1);

    public int LineAt(int index) => Text.AsSpan(0, index).Count('\n') + 1;
}
