using System.Text.Json;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Doors;

/// <summary>The engine's refusals as problems: the code decides the status, the details become facts or errors.</summary>
internal static class Refusals
{
    public static int Status(string code) => code switch
    {
        "not-found" or "unknown-signal" => StatusCodes.Status404NotFound,
        "forbidden" or "separation-of-duties" => StatusCodes.Status403Forbidden,
        "already-decided" or "stale-version" or "stale-digest" or "not-open" or "not-staged" or "wrong-state" or "too-many-signals" or "lease-lost"
            or "already-approved" or "claimed" or "unreadable-definition" or "no-escalation" or "absence-overlaps" or "substitution-loop" => StatusCodes.Status409Conflict,
        "storage-failed" => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status422UnprocessableEntity,
    };

    public static Problem Problem(Refusal refusal)
    {
        var problem = Doors.Problem.Of(Status(refusal.Code), refusal.Code, refusal.Message);
        return refusal.Details switch
        {
            { ValueKind: JsonValueKind.Array } list => problem with { Errors = [.. list.EnumerateArray().Select(Error)] },
            { ValueKind: JsonValueKind.Object } facts => problem with { Facts = Facts(facts) },
            _ => problem,
        };
    }

    private static ApiError Error(JsonElement detail) => detail.ValueKind == JsonValueKind.Object
        ? new ApiError(Text(detail, "path"), Number(detail, "line"), Number(detail, "column"), Text(detail, "message"))
        : new ApiError("", null, null, detail.ToString());

    // The problem's own members win: what the engine calls "code" or "status" must not replace ours.
    private static Dictionary<string, JsonElement> Facts(JsonElement details) => details.EnumerateObject()
        .Where(fact => fact.Name is not ("type" or "title" or "status" or "detail" or "traceId" or "code" or "errors"))
        .ToDictionary(fact => fact.Name, Fact);

    /// <summary>The engine writes choices as its code names them, and instants with an offset; the API has its own way with both.</summary>
    private static JsonElement Fact(JsonProperty fact) => (fact.Name, fact.Value.ValueKind) switch
    {
        ("winner", JsonValueKind.Object) => Write(Facts(fact.Value)),
        ("allowed", JsonValueKind.Array) => Write(fact.Value.EnumerateArray().Select(Word)),
        ("state" or "decision", JsonValueKind.String) => Word(fact.Value),
        ("at" or "until" or "dueAt", JsonValueKind.String) when fact.Value.TryGetDateTimeOffset(out var instant) => Write(instant),
        _ => fact.Value.Clone(),
    };

    private static JsonElement Word(JsonElement word) => word.GetString() switch
    {
        var text when Enum.TryParse<Verdict>(text, out var verdict) => Write(verdict),
        var text when Enum.TryParse<ReviewState>(text, out var state) => Write(state),
        _ => word.Clone(),
    };

    private static JsonElement Write<T>(T value) => JsonSerializer.SerializeToElement(value, DoorJson.Answers);

    private static string Text(JsonElement detail, string name) =>
        detail.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static int? Number(JsonElement detail, string name) =>
        detail.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetInt32() : null;
}
