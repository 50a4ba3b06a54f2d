using System.Text.Json;
using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.DryRuns;

/// <summary>One scripted decision.</summary>
/// <param name="Verdict">What is said; null means that nobody decides in time.</param>
/// <param name="Reason">Of a reject or a send back, or null.</param>
/// <param name="Output">Of an amend, or null.</param>
internal sealed record ScriptedDecision(Verdict? Verdict, string? Reason = null, JsonElement? Output = null);

/// <summary>Reads the script's decisions, and gives each task its own list of them.</summary>
internal sealed class ScriptedDecisions
{
    private static readonly string[] Words = ["approve", "amend", "sendBack", "reject", "timeout"];
    private static readonly string[] Members = ["decision", "reason", "output"];

    private readonly Dictionary<string, IReadOnlyList<ScriptedDecision>> _byStep = new(StringComparer.Ordinal);
    private readonly Dictionary<TaskId, int> _used = [];

    public ScriptedDecisions(IReadOnlyDictionary<string, JsonElement> decisions, List<SchemaViolation> problems)
    {
        foreach (var (step, said) in decisions)
        {
            _byStep[step] = [.. (said.ValueKind == JsonValueKind.Array ? said.EnumerateArray().ToList() : [said])
                .Select((item, place) => Read(item, said.ValueKind == JsonValueKind.Array ? $"decisions.{step}[{place}]" : $"decisions.{step}", problems))];
        }
    }

    /// <summary>What is said next about a task, or null where the script is silent.</summary>
    public ScriptedDecision? Next(string step, TaskId task)
    {
        var used = _used.GetValueOrDefault(task);
        _used[task] = used + 1;
        return _byStep.TryGetValue(step, out var list) && used < list.Count ? list[used] : null;
    }

    private static ScriptedDecision Read(JsonElement said, string at, List<SchemaViolation> problems)
    {
        var isObject = said.ValueKind == JsonValueKind.Object;
        foreach (var unknown in isObject ? said.EnumerateObject().Where(member => Array.IndexOf(Members, member.Name) < 0).ToList() : [])
        {
            problems.Add(new SchemaViolation($"{at}.{unknown.Name}", $"A decision has no '{unknown.Name}'{Nearest.Hint(unknown.Name, Members)}; it has {string.Join(", ", Members)}."));
        }

        var word = Text(isObject && said.TryGetProperty("decision", out var decision) ? decision : said);
        if (word is null || Array.IndexOf(Words, word) < 0)
        {
            problems.Add(new SchemaViolation(at, $"A decision is {string.Join(", ", Words)}{Nearest.Hint(word ?? "", Words)}; or an object with 'decision'."));
        }

        return new ScriptedDecision(
            Enum.TryParse<Verdict>(word, ignoreCase: true, out var verdict) ? verdict : null,
            isObject && said.TryGetProperty("reason", out var reason) ? Text(reason) : null,
            isObject && said.TryGetProperty("output", out var output) ? output : null);
    }

    private static string? Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
