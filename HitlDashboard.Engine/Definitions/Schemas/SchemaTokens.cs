using System.Globalization;
using System.Text.Json;
using Newtonsoft.Json.Linq;

namespace HitlDashboard.Engine.Definitions.Schemas;

/// <summary>JSON as the validator's library wants it.</summary>
internal static class SchemaTokens
{
    public static JToken From(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => FromObject(value),
        JsonValueKind.Array => new JArray(value.EnumerateArray().Select(From)),
        JsonValueKind.String => JValue.CreateString(value.GetString()!),
        JsonValueKind.Number => FromNumber(value),
        JsonValueKind.True => new JValue(true),
        JsonValueKind.False => new JValue(false),
        _ => JValue.CreateNull(),
    };

    private static JObject FromObject(JsonElement value)
    {
        var result = new JObject();
        foreach (var property in value.EnumerateObject())
        {
            result[property.Name] = From(property.Value);
        }

        return result;
    }

    /// <summary>3.0 is a whole number in JSON Schema.</summary>
    private static JValue FromNumber(JsonElement value)
    {
        if (value.TryGetInt64(out var whole))
        {
            return new JValue(whole);
        }

        var number = double.Parse(value.GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture);
        return number == Math.Floor(number) && Math.Abs(number) < 1e15 ? new JValue((long)number)
            : value.TryGetDecimal(out var exact) ? new JValue(exact)
            : new JValue(number);
    }
}
