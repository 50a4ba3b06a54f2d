using HitlDashboard.Engine.Definitions.Yaml;

namespace HitlDashboard.Engine.Definitions.Validation;

/// <summary>Checks a value against what its key may be: type, words, range, items.</summary>
internal static class ShapeChecks
{
    /// <summary>Reports what does not fit.</summary>
    public static void Check(FormatKey key, YamlNode value, string at, DefinitionErrors errors)
    {
        if (Problem(key, value) is { } problem)
        {
            errors.Add(value, at, problem);
        }
        else if (key.Items is { } items && value is YamlList list)
        {
            for (var i = 0; i < list.Items.Count; i++)
            {
                Check(items, list.Items[i], $"{at}[{i}]", errors);
            }
        }
    }

    /// <summary>Whether the value itself fits; items apart.</summary>
    public static bool Fits(FormatKey key, YamlNode value) => Problem(key, value) is null;

    /// <summary>Whether this is a text that is filled in later and may then be anything.</summary>
    public static bool IsTemplate(YamlNode value) =>
        value is YamlScalar { Kind: ScalarKind.Text } text && text.Text.Contains("{{", StringComparison.Ordinal);

    private static string? Problem(FormatKey key, YamlNode value)
    {
        if (value is YamlLater)
        {
            return null;
        }

        if (!key.Shapes.HasFlag(Shapes.Any) && !key.Shapes.HasFlag(Shape(value)))
        {
            return $"found {value.Describe()}, expected {Describe(key)}.{Advice(key, value)}";
        }

        return value switch
        {
            YamlScalar text when key.Words.Count > 0 && !key.Words.Contains(text.Text, StringComparer.Ordinal) =>
                $"found '{text.Text}', expected {string.Join(" or ", key.Words)}{Nearest.Hint(text.Text, key.Words)}.",
            YamlScalar { Kind: ScalarKind.Number } number when number.Number < key.Minimum || number.Number > key.Maximum =>
                $"found {number.Text}, expected {key.Minimum} to {key.Maximum}.",
            YamlScalar { Kind: ScalarKind.Number } number when !key.IsFraction && !key.Shapes.HasFlag(Shapes.Any) && key.Minimum is not null && number.Number != Math.Floor(number.Number) =>
                $"found {number.Text}, expected a whole number.",
            YamlScalar { Kind: ScalarKind.Text } text when key.Required && string.IsNullOrWhiteSpace(text.Text) => $"found empty text, expected {Describe(key)}.",
            _ => null,
        };
    }

    private static Shapes Shape(YamlNode value) => value switch
    {
        YamlMap => Shapes.Map,
        YamlList => Shapes.List,
        YamlScalar { Kind: ScalarKind.Text } => Shapes.Text,
        YamlScalar { Kind: ScalarKind.Number } => Shapes.Number,
        YamlScalar { Kind: ScalarKind.Boolean } => Shapes.YesNo,
        _ => Shapes.Any,
    };

    private static string Describe(FormatKey key)
    {
        if (key.Shapes.HasFlag(Shapes.Any))
        {
            return "a value";
        }

        var words = new (Shapes Shape, string Word)[]
        {
            (Shapes.Text, key.Means ?? (key.Words.Count > 0 ? string.Join(" or ", key.Words) : "text")),
            (Shapes.Number, key.Minimum is null ? "a number" : $"a number from {key.Minimum} to {key.Maximum}"),
            (Shapes.YesNo, "true or false"),
            (Shapes.List, "a list"),
            (Shapes.Map, "a map"),
        };
        return string.Join(" or ", words.Where(word => key.Shapes.HasFlag(word.Shape)).Select(word => word.Word));
    }

    private static string Advice(FormatKey key, YamlNode value) =>
        key.Shapes.HasFlag(Shapes.Text) && key.Means is null && key.Words.Count == 0 && value is YamlScalar { Kind: ScalarKind.Number or ScalarKind.Boolean } ? " Put it in quotes where it is meant as text." : "";
}
