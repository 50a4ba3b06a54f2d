using System.Text.RegularExpressions;

namespace HitlDashboard.Tests.Shape;

/// <summary>Who may use whom: the only place that says it. A folder that is not named here may not exist.</summary>
internal static partial class ReferenceRules
{
    private const string Core = "Definitions Lifecycle Events";
    private const string Below = Core + " Activities Audit Ledger Persistence";
    private const string WebCore = "Engine Engine.Definitions Engine.Lifecycle Engine.Events Live SignIn Ui";

    /// <summary>Folders of the engine. Nouns below, verbs above, and a slice never sees another slice.</summary>
    public static IReadOnlyDictionary<string, string[]> Engine { get; } = Map(new()
    {
        ["Definitions"] = "",
        ["Lifecycle"] = "Definitions",
        ["Events"] = "Lifecycle",
        ["Activities"] = "Definitions Lifecycle",
        ["Persistence"] = "Definitions Lifecycle",
        ["Audit"] = "Lifecycle",
        ["Ledger"] = Core + " Activities Audit Persistence",
        ["Execution"] = Below + " Artifacts Notifications Workflows",
        ["Workflows"] = Below,
        ["Runs"] = Below,
        ["Reviews"] = Below,
        ["Artifacts"] = Below,
        ["Analytics"] = Below,
        ["Notifications"] = Below,
        ["Backups"] = "Audit Integrity Lifecycle Persistence",
        ["Health"] = Below,
        ["DryRuns"] = Below + " Runs Reviews",
        ["Integrity"] = "Audit Definitions Lifecycle Persistence",
    });

    /// <summary>Folders of the web application. They see slices of the engine, never its tables or its door.</summary>
    public static IReadOnlyDictionary<string, string[]> Web { get; } = Map(new()
    {
        ["Ui"] = "Engine.Definitions Engine.Lifecycle",
        ["Live"] = "Doors SignIn Engine.Events Engine.Lifecycle Engine.Runs Engine.Analytics",
        ["Settings"] = "App Engine Engine.Activities Engine.Definitions",
        ["SignIn"] = "App Settings Ui Engine Engine.Lifecycle",
        ["App"] = WebCore + " Settings Engine.Backups",
        ["CommandLine"] = "App Doors Settings SignIn Engine Engine.Activities Engine.Definitions Engine.DryRuns Engine.Integrity Engine.Lifecycle Engine.Backups Engine.Audit",
        ["Demo"] = "Engine.Lifecycle Engine.Runs Engine.Reviews Engine.Workflows",
        ["Doors"] = "SignIn Engine Engine.Definitions Engine.Lifecycle",
        ["Operations"] = WebCore + " Doors Engine.Analytics Engine.Audit Engine.Health",
        ["Viewers"] = WebCore,
        ["Graph"] = WebCore + " Engine.Runs Engine.Workflows",
        ["Inbox"] = WebCore + " Doors Viewers Engine.Reviews Engine.Runs",
        ["Runs"] = WebCore + " Doors Graph Viewers Engine.Runs Engine.Artifacts Engine.Workflows",
        ["Artifacts"] = WebCore + " Doors Engine.Artifacts",
        ["Workflows"] = WebCore + " Doors Graph Engine.Workflows Engine.Runs Engine.DryRuns",
        ["Wall"] = WebCore + " Engine.Analytics",
    });

    /// <summary>Files beside the project file and files that register or map what others wrote see everything.</summary>
    public static bool IsWiring(SourceFile file) =>
        file.Folder is null || file.Name.EndsWith("Services.cs", StringComparison.Ordinal) || file.Name.EndsWith("Pipeline.cs", StringComparison.Ordinal);

    /// <summary>Every reference that a file may not have.</summary>
    public static IEnumerable<string> Violations(SourceFile file)
    {
        if (IsWiring(file))
        {
            return [];
        }

        var map = file.Project == "HitlDashboard.Engine" ? Engine : Web;
        return map.TryGetValue(file.Folder!, out var allowed)
            ? Used(file).Where(used => used != file.Folder && !allowed.Contains(used))
                .Select(used => $"{file.Path} uses {used}, which {file.Folder} may not")
            : [$"{file.Path} is in a folder that has no rule; add {file.Folder} to {nameof(ReferenceRules)}"];
    }

    /// <summary>What a file names: folders of its own project as they are, the engine's from outside with <c>Engine.</c> before them.</summary>
    internal static IReadOnlyList<string> Used(SourceFile file)
    {
        var inEngine = file.Project == "HitlDashboard.Engine";
        return [.. Names().Matches(file.Text)
            .Where(match => !IsOwnNamespace(file.Text, match.Index))
            .Select(match => (IsEngine: match.Groups["engine"].Success, Folder: match.Groups["folder"].Value))
            .Select(name => (inEngine, name.IsEngine, name.Folder) switch
            {
                (true, true, var folder) => folder,
                (true, false, var folder) => "web " + folder,
                (false, true, "") => "Engine",
                (false, true, var folder) => "Engine." + folder,
                (false, false, var folder) => folder,
            })
            .Where(name => name.Length > 0).Distinct().Order(StringComparer.Ordinal)];
    }

    private static bool IsOwnNamespace(string text, int index) =>
        index >= 10 && text.AsSpan(index - 10, 10) is "namespace ";

    private static Dictionary<string, string[]> Map(Dictionary<string, string> rules) =>
        rules.ToDictionary(rule => rule.Key, rule => rule.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal);

    [GeneratedRegex(@"\bHitlDashboard(?<engine>\.Engine\b)?(\.(?<folder>[A-Z]\w*))?", RegexOptions.ExplicitCapture)]
    private static partial Regex Names();
}
