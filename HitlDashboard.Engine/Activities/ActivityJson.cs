using System.Text.Json;
using System.Text.Json.Nodes;

namespace HitlDashboard.Engine.Activities;

/// <summary>Reads JSON that somebody else wrote.</summary>
internal static class ActivityJson
{
    /// <summary>The value, every text of which can be read.</summary>
    /// <exception cref="JsonException">It is not JSON, is nested deeper than 60 levels, or holds half a character.</exception>
    public static JsonNode? Parse(string text)
    {
        using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 60 });
        Check(document.RootElement);
        return JsonNode.Parse(text);
    }

    private static void Check(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in value.EnumerateObject())
                {
                    CheckText(() => property.Name);
                    Check(property.Value);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                {
                    Check(item);
                }

                break;
            case JsonValueKind.String:
                CheckText(value.GetString);
                break;
            default:
                break;
        }
    }

    // The parser lets escapes like \ud800 pass and throws later, at whoever reads the text.
    private static void CheckText(Func<string?> read)
    {
        try
        {
            read();
        }
        catch (InvalidOperationException error)
        {
            throw new JsonException("A text holds half of a surrogate pair.", error);
        }
    }
}
