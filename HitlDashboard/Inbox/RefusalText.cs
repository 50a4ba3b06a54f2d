using System.Text.Json;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Inbox;

/// <summary>Why a decision was not taken, for the person who made it.</summary>
/// <param name="Sentence">What happened and what to do.</param>
/// <param name="Violations">What is wrong with an amended output, one line each.</param>
public sealed record RefusalText(string Sentence, IReadOnlyList<string> Violations)
{
    public static RefusalText Of(Refusal refusal) => refusal.Code switch
    {
        "already-decided" => new($"Nothing was changed: {Winner(refusal)}", []),
        "stale-version" => new("This item changed since you read it. It is shown afresh: look at it again, then decide.", []),
        "not-open" => new("Nothing was changed: this item is no longer open, because its task or run was cancelled.", []),
        "not-found" => new("Nothing was changed: this item does not exist any more.", []),
        "forbidden" => new($"You may look at this, but deciding needs the role supervisor. {refusal.Message}", []),
        "invalid-output" => ViolationsOf(refusal) is { Count: > 0 } list ? new("The edited version is not acceptable yet:", list) : new(refusal.Message, []),
        "not-staged" => new("Too late to undo: the decision has taken effect.", []),
        _ => new(refusal.Message, []),
    };

    private static string Winner(Refusal refusal)
    {
        if (refusal.Details is { ValueKind: JsonValueKind.Object } details
            && details.TryGetProperty("winner", out var winner) && winner.ValueKind == JsonValueKind.Object
            && winner.TryGetProperty("user", out var user)
            && winner.TryGetProperty("decision", out var decision) && Enum.TryParse<Verdict>(decision.GetString(), out var verdict))
        {
            return $"{user.GetString()} {Words.Past(verdict).ToLowerInvariant()} it first.";
        }

        return refusal.Message;
    }

    private static IReadOnlyList<string> ViolationsOf(Refusal refusal) =>
        refusal.Details is { ValueKind: JsonValueKind.Array } list
            ? [.. list.EnumerateArray().Where(entry => entry.ValueKind == JsonValueKind.Object).Select(Line)]
            : [];

    private static string Line(JsonElement violation)
    {
        var path = violation.TryGetProperty("path", out var where) ? where.GetString() : null;
        var message = violation.TryGetProperty("message", out var what) ? what.GetString() : null;
        return string.IsNullOrEmpty(path) ? message ?? "" : $"{path}: {message}";
    }
}
