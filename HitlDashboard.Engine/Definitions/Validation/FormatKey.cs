namespace HitlDashboard.Engine.Definitions.Validation;

/// <summary>What a value may be.</summary>
[Flags]
internal enum Shapes
{
    Text = 1,
    Number = 2,
    YesNo = 4,
    List = 8,
    Map = 16,
    Any = 32,
}

/// <summary>One key of the format. The reader and the JSON Schema of the format are made from the same keys.</summary>
/// <param name="Name">As it is written.</param>
/// <param name="Shapes">What its value may be.</param>
/// <param name="About">One sentence for editors.</param>
internal sealed record FormatKey(string Name, Shapes Shapes, string About)
{
    public bool Required { get; init; }

    /// <summary>What its text stands for where that is more than text, as <c>a duration as 4h</c>.</summary>
    public string? Means { get; init; }

    /// <summary>Whether its text is filled in, or is a condition, which says itself that it has no braces.</summary>
    public bool TakesTemplates { get; init; }

    /// <summary>The only values, or empty.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    public double? Minimum { get; init; }

    public double? Maximum { get; init; }

    /// <summary>Whether its number may have a fraction.</summary>
    public bool IsFraction { get; init; }

    /// <summary>What its text must look like, for editors: the reader says the same in words. Null where any text goes.</summary>
    public string? Pattern { get; init; }

    /// <summary>The least entries of its list.</summary>
    public int MinItems { get; init; }

    /// <summary>The most entries of its list, or null for any number.</summary>
    public int? MaxItems { get; init; }

    /// <summary>Keys of its map, or null where any may stand in it.</summary>
    public FormatObject? Map { get; init; }

    /// <summary>What may stand in its list, or null where anything may.</summary>
    public FormatKey? Items { get; init; }
}

/// <summary>A map of the format.</summary>
/// <param name="name">What it is called in messages.</param>
/// <param name="keys">What may stand in it.</param>
internal sealed class FormatObject(string name, IReadOnlyList<FormatKey> keys)
{
    private Dictionary<string, FormatKey>? _byName;

    public string Name => name;

    public IReadOnlyList<FormatKey> Keys => keys;

    public FormatKey? Key(string text) => (_byName ??= Keys.ToDictionary(key => key.Name, StringComparer.Ordinal)).GetValueOrDefault(text);
}
