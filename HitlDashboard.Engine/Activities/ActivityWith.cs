using System.Text.Json;

namespace HitlDashboard.Engine.Activities;

/// <summary>Reads what <c>with</c> gives. A value of the wrong kind is an error that names its key.</summary>
internal sealed class ActivityWith(JsonElement with)
{
    /// <summary>The value, or null where the key is missing or null.</summary>
    public JsonElement? Value(string key) =>
        with.ValueKind == JsonValueKind.Object && with.TryGetProperty(key, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>Text, or a number or truth value as text; null where missing.</summary>
    /// <exception cref="ActivityWithException">It is a list or an object.</exception>
    public string? Text(string key) => Value(key) is { } value ? AsText(value, key) : null;

    /// <summary>Text that may not be missing.</summary>
    /// <exception cref="ActivityWithException">It is missing, empty, a list or an object.</exception>
    public string Needed(string key) =>
        Text(key) is { Length: > 0 } text ? text : throw new ActivityWithException($"'{key}' is missing under 'with'. Give it a value.");

    /// <summary>Text as it is, anything else as JSON; null where missing.</summary>
    public string? TextOrJson(string key) => Value(key) is { } value
        ? value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText()
        : null;

    /// <summary>A list of texts; one text counts as a list of one. Null where missing.</summary>
    /// <exception cref="ActivityWithException">It is an object, or an item is a list or an object.</exception>
    public IReadOnlyList<string>? Texts(string key) => Value(key) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray().Select(item => AsText(item, key))],
        { } one => [AsText(one, key)],
    };

    /// <summary>Whole numbers; one counts as a list of one. Null where missing.</summary>
    /// <exception cref="ActivityWithException">Something in it is not a whole number.</exception>
    public IReadOnlyList<int>? Numbers(string key) => Texts(key) is not { } texts
        ? null
        : [.. texts.Select(text => int.TryParse(text, out var number) ? number : throw new ActivityWithException($"'{key}' holds \"{text}\", which is not a whole number."))];

    /// <summary>Names and texts; names with a null value are left out. Empty where missing.</summary>
    /// <exception cref="ActivityWithException">It is not an object of simple values.</exception>
    public IReadOnlyDictionary<string, string> Map(string key) => Value(key) switch
    {
        null => new Dictionary<string, string>(StringComparer.Ordinal),
        { ValueKind: JsonValueKind.Object } map => map.EnumerateObject().Where(pair => pair.Value.ValueKind != JsonValueKind.Null)
            .GroupBy(pair => pair.Name, StringComparer.Ordinal)
            .ToDictionary(pairs => pairs.Key, pairs => AsText(pairs.Last().Value, $"{key}.{pairs.Key}"), StringComparer.Ordinal),
        _ => throw new ActivityWithException($"'{key}' is not an object of names and values."),
    };

    private static string AsText(JsonElement value, string key) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => throw new ActivityWithException($"'{key}' holds {(value.ValueKind == JsonValueKind.Null ? "null" : "a list or an object")} where a text is expected."),
    };
}

/// <summary>What a definition gives an activity cannot be used; the message says what and why.</summary>
internal sealed class ActivityWithException(string message) : Exception(message)
{
    /// <summary>The failure: code <c>bad-input</c>, pointless to repeat.</summary>
    public ActivityOutcome Outcome => new ActivityOutcome.Failed("bad-input", Message, Retryable: false);
}
