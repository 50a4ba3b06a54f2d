using System.Globalization;
using System.Text.RegularExpressions;

namespace HitlDashboard.Engine.Definitions.Yaml;

/// <summary>A value of a YAML file with where it stands.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
internal abstract record YamlNode(int Line, int Column)
{
    /// <summary>How many values it holds, itself and those behind aliases counted.</summary>
    public long Size { get; init; } = 1;

    /// <summary>How many levels it has, from 1.</summary>
    public int Depth { get; init; } = 1;

    /// <summary>What it is, for messages.</summary>
    public abstract string Describe();
}

/// <summary>A list.</summary>
internal sealed record YamlList(int Line, int Column, IReadOnlyList<YamlNode> Items) : YamlNode(Line, Column)
{
    public override string Describe() => "a list";
}

/// <summary>A map. Keys are unique.</summary>
internal sealed record YamlMap(int Line, int Column, IReadOnlyList<YamlEntry> Entries) : YamlNode(Line, Column)
{
    private Dictionary<string, YamlEntry>? _byKey;

    public YamlEntry? Entry(string key) =>
        (_byKey ??= Entries.ToDictionary(entry => entry.Key.Text, StringComparer.Ordinal)).GetValueOrDefault(key);

    public override string Describe() => "a map";
}

/// <summary>A text that is filled in when the run is there, and may then be anything.</summary>
internal sealed record YamlLater(int Line, int Column) : YamlNode(Line, Column)
{
    public override string Describe() => "a template";
}

/// <summary>A key with its value.</summary>
internal sealed record YamlEntry(YamlScalar Key, YamlNode Value);

/// <summary>What a scalar is.</summary>
internal enum ScalarKind
{
    Null,
    Boolean,
    Number,
    Text,
}

/// <summary>A text, a number, true, false or nothing.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
/// <param name="Text">As written, without quotes.</param>
/// <param name="IsPlain">Whether it has no quotes.</param>
internal sealed partial record YamlScalar(int Line, int Column, string Text, bool IsPlain) : YamlNode(Line, Column)
{
    public ScalarKind Kind { get; } = !IsPlain ? ScalarKind.Text : Text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => ScalarKind.Null,
        "true" or "True" or "TRUE" or "false" or "False" or "FALSE" => ScalarKind.Boolean,
        _ when IsNumber(Text) => ScalarKind.Number,
        _ => ScalarKind.Text,
    };

    public bool IsTrue => Kind == ScalarKind.Boolean && Text[0] is 't' or 'T';

    /// <summary>Of a number only.</summary>
    public double Number => double.Parse(Text, NumberStyles.Float, CultureInfo.InvariantCulture);

    public override string Describe() => Kind switch
    {
        ScalarKind.Null => "nothing",
        ScalarKind.Boolean => $"true or false ({Text})",
        ScalarKind.Number => $"a number ({Short()})",
        _ => $"text ('{Short()}')",
    };

    private string Short() => Text.Length <= 40 ? Text : Text[..39] + "…";

    /// <summary>A number is what JSON calls one, so that versions such as 012 stay text.</summary>
    private static bool IsNumber(string text) =>
        text.Length < 64 && JsonNumber().IsMatch(text) && double.IsFinite(double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture));

    [GeneratedRegex(@"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex JsonNumber();
}
