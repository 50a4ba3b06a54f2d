using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace HitlDashboard.Tests.Fuzz;

/// <summary>One thing that is sent to an operation.</summary>
/// <param name="Bytes">The body.</param>
/// <param name="MustBeRefused">Whether nothing may come of it.</param>
internal sealed record Body(byte[] Bytes, bool MustBeRefused)
{
    private const int Deep = 100_000;

    /// <summary>What no operation that takes an object can accept, made from its schema: so no member is forgotten.</summary>
    public static IEnumerable<Body> Hostile(JsonObject? schema, JsonNode? example)
    {
        string[] broken = ["{", "nul", "{\"a\":", "}", "{} {}", "{\"a\":1}}", "'a'", "\u0000", string.Concat(Enumerable.Repeat("{\"a\":", Deep)), new string('[', Deep), $"{string.Concat(Enumerable.Repeat("[", 40))}1{string.Concat(Enumerable.Repeat("]", 40))}", $"\"{new string('x', (1024 * 1024) + 1)}\""];
        foreach (var text in broken)
        {
            yield return new Body(Encoding.UTF8.GetBytes(text), true);
        }

        yield return new Body([0x7B, 0x22, 0xFF, 0xFE, 0x22, 0x3A, 0x31, 0x7D], true);
        if (schema is null || example is not JsonObject whole)
        {
            yield break;
        }

        foreach (var text in new[] { "[]", "5", "true", "\"x\"", "[{}]" })
        {
            yield return new Body(Encoding.UTF8.GetBytes(text), true);
        }

        yield return With(whole, "surelyUnknown", JsonValue.Create(1));
        var text2 = whole.ToJsonString();
        yield return new Body(Encoding.UTF8.GetBytes($"{{\"{whole.First().Key}\":null,{text2[1..]}"), true);
        foreach (var (name, member) in schema["properties"]?.AsObject() ?? [])
        {
            foreach (var wrong in Wrong(member!.AsObject()))
            {
                yield return With(whole, name, wrong);
            }
        }
    }

    private static Body With(JsonObject whole, string name, JsonNode? value)
    {
        var copy = whole.DeepClone().AsObject();
        copy[name] = value;
        return new Body(Encoding.UTF8.GetBytes(copy.ToJsonString(new JsonSerializerOptions { MaxDepth = 64 })), true);
    }

    private static IEnumerable<JsonNode?> Wrong(JsonObject member)
    {
        var types = member["type"] switch { JsonArray list => [.. list.Select(type => type!.GetValue<string>())], JsonValue one => [one.GetValue<string>()], _ => Array.Empty<string>() };
        if (types.Length == 0)
        {
            // Anything goes, or a closed choice, which no object is.
            return member.ContainsKey("$ref") || member.ContainsKey("oneOf") ? [new JsonArray(new JsonArray())] : [];
        }

        return new (string Type, JsonNode Value)[]
        {
            ("string", JsonValue.Create("not a number, not a date")), ("integer", JsonValue.Create(5)), ("boolean", JsonValue.Create(true)), ("array", new JsonArray(1, "x")), ("object", new JsonObject { ["x"] = new JsonArray() }),
        }.Where(pair => !types.Contains(pair.Type) && !(pair.Type == "integer" && types.Contains("number"))).Select(pair => pair.Value);
    }
}
