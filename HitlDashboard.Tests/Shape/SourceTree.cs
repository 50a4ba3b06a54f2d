namespace HitlDashboard.Tests.Shape;

/// <summary>The repository's own text files, as they are on disk now.</summary>
internal static class SourceTree
{
    private static readonly HashSet<string> NotOurs = new(StringComparer.Ordinal)
    {
        ".git", ".vs", ".idea", "bin", "obj", "artifacts", "data", "TestResults", "BenchmarkDotNet.Artifacts", "node_modules", "lib",
    };

    private static readonly HashSet<string> TextEndings = new(StringComparer.Ordinal)
    {
        ".cs", ".razor", ".js", ".css", ".md", ".yaml", ".yml", ".json", ".csproj", ".props", ".targets", ".sln", ".txt", ".config", ".sh", "",
    };

    public static string Root { get; } = FindRoot();

    private static readonly Lazy<IReadOnlyList<SourceFile>> Files = new(() => [.. Read(new DirectoryInfo(Root))]);

    public static IReadOnlyList<SourceFile> All => Files.Value;

    /// <summary>Everything that people write in one of our projects.</summary>
    public static IEnumerable<SourceFile> Code => All.Where(file => file.IsCode && !file.IsGenerated && file.Project.StartsWith("HitlDashboard", StringComparison.Ordinal));

    /// <summary>The C# of the two projects that make up the product.</summary>
    public static IEnumerable<SourceFile> Product => Code.Where(file => file.IsCSharp && file.Project is "HitlDashboard" or "HitlDashboard.Engine");

    private static IEnumerable<SourceFile> Read(DirectoryInfo folder) => folder.EnumerateFileSystemInfos()
        .Where(entry => !NotOurs.Contains(entry.Name))
        .OrderBy(entry => entry.Name, StringComparer.Ordinal)
        .SelectMany(entry => entry switch
        {
            DirectoryInfo inner => Read(inner),
            _ when TextEndings.Contains(entry.Extension) || entry.Name.StartsWith('.') => [ReadFile(entry.FullName)],
            _ => [],
        });

    private static SourceFile ReadFile(string path) =>
        new(Path.GetRelativePath(Root, path).Replace('\\', '/'), File.ReadAllText(path));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "HitlDashboard.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("HitlDashboard.sln is not above the tests: run them from the repository.");
    }
}
