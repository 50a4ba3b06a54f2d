using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace HitlDashboard.Engine.Definitions;

/// <summary>How a secret is written wherever its value must not be: <c>[secret NAME]</c>.</summary>
public static partial class SecretReference
{
    private const string Root = "secrets";

    /// <summary>The reference to a secret.</summary>
    public static string Of(string name) => $"[secret {name}]";

    /// <summary>Whether a secret may have this name: a letter or <c>_</c>, then letters, digits, <c>_</c> or <c>-</c>, at most 64 in all.</summary>
    public static bool IsName(string text) => NamePattern().IsMatch(text);

    /// <summary>Whether the definition reads a secret here.</summary>
    public static bool IsIn(ValueTemplate with) => with.ReadPaths.Any(path => path.Root == Root);

    /// <summary>Puts values for the references in parameters that a person approved, only in those texts where the definition itself reads the secret.</summary>
    /// <remarks>A reference anywhere else came with some other value, from an agent or a form. It stays what it is: text.</remarks>
    /// <param name="with">What the definition says.</param>
    /// <param name="approved">The parameters as they were approved.</param>
    /// <param name="find">A secret's value by name, or null where it has none.</param>
    /// <exception cref="TemplateException">A secret has no value.</exception>
    public static JsonElement Resolve(ValueTemplate with, JsonElement approved, Func<string, string?> find)
    {
        if (!IsIn(with))
        {
            return approved;
        }

        var root = JsonNode.Parse(approved.GetRawText(), documentOptions: new JsonDocumentOptions { MaxDepth = Templates.TemplateJson.MaxDepth });
        return JsonSerializer.SerializeToElement(Resolve(with.Source, root, find), Templates.TemplateJson.Relaxed);
    }

    private static JsonNode? Resolve(JsonElement written, JsonNode? approved, Func<string, string?> find)
    {
        switch (written.ValueKind, approved)
        {
            case (JsonValueKind.Object, JsonObject map):
                foreach (var property in written.EnumerateObject().Where(property => map.ContainsKey(property.Name)))
                {
                    map[property.Name] = Resolve(property.Value, map[property.Name]?.DeepClone(), find);
                }

                return map;
            case (JsonValueKind.Array, JsonArray list):
                for (var index = 0; index < Math.Min(written.GetArrayLength(), list.Count); index++)
                {
                    list[index] = Resolve(written[index], list[index]?.DeepClone(), find);
                }

                return list;
            case (JsonValueKind.String, JsonValue text) when text.GetValueKind() == JsonValueKind.String:
                return WithValues(ValueTemplate.Compile(written), text.GetValue<string>(), find);
            default:
                return approved;
        }
    }

    private static string WithValues(ValueTemplate written, string approved, Func<string, string?> find) => written.ReadPaths
        .Where(path => path is { Root: Root, Second: not null } && approved.Contains(Of(path.Second), StringComparison.Ordinal))
        .Aggregate(approved, (text, path) => text.Replace(
            Of(path.Second!), find(path.Second!) ?? throw new TemplateException($"'{path.Text}' has no value."), StringComparison.Ordinal));

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_-]{0,63}\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex NamePattern();
}
