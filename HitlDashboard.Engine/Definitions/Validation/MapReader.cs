using HitlDashboard.Engine.Definitions.Yaml;

namespace HitlDashboard.Engine.Definitions.Validation;

/// <summary>Reads one map of the file by its format. Every mistake is reported and then read as if the key were missing.</summary>
internal sealed class MapReader
{
    private readonly YamlMap _map;
    private readonly FormatObject _format;
    private readonly ReadContext _context;
    private readonly HashSet<string> _misspelt = new(StringComparer.Ordinal);

    public MapReader(YamlMap map, string path, FormatObject format, ReadContext context)
    {
        _map = map;
        Path = path;
        _format = format;
        _context = context;
        foreach (var entry in map.Entries)
        {
            CheckEntry(entry);
        }

        foreach (var key in format.Keys.Where(key => key.Required && map.Entry(key.Name) is null && !IsExcused(key.Name)))
        {
            context.Errors.Add(map, At(key.Name), $"{format.Name} needs '{key.Name}': {key.About}");
        }
    }

    /// <summary>Where the map is, as <c>steps[2]</c>.</summary>
    public string Path { get; }

    public YamlMap Map => _map;

    /// <summary>The value where it is there and what it may be; null otherwise.</summary>
    public YamlNode? Node(string key)
    {
        var entry = _map.Entry(key);
        return entry is not null && NotBuiltYet.Reason(_format, entry) is null && ShapeChecks.Fits(_format.Key(key)!, entry.Value) ? entry.Value : null;
    }

    public string? Text(string key) => (Node(key) as YamlScalar)?.Text;

    public bool? Boolean(string key) => (Node(key) as YamlScalar)?.IsTrue;

    public double? Number(string key) => (Node(key) as YamlScalar)?.Number;

    public int? Integer(string key) => (int?)Number(key);

    public TimeSpan? Duration(string key)
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        if (Durations.TryParse(text, out var duration) && duration > TimeSpan.Zero)
        {
            return duration;
        }

        Fail(key, $"found '{text}', expected a duration as 500ms, 90s, 5m, 4h, 2d or PT90S, at most 3650d.");
        return null;
    }

    /// <summary>One of the words that the format gives, as an enum with the same names.</summary>
    public T? Word<T>(string key)
        where T : struct, Enum
        => Text(key) is { } text && Enum.TryParse<T>(text, ignoreCase: true, out var value) ? value : null;

    public IReadOnlyList<string> Texts(string key) =>
        Node(key) is YamlList list ? [.. list.Items.OfType<YamlScalar>().Where(item => item.Kind == ScalarKind.Text).Select(item => item.Text)] : [];

    public MapReader? Inner(string key) =>
        Node(key) is YamlMap inner ? new MapReader(inner, At(key), _format.Key(key)!.Map!, _context) : null;

    public string At(string key) => Path.Length == 0 ? key : $"{Path}.{key}";

    /// <summary>Reports a mistake in the value of a key.</summary>
    public void Fail(string key, string message) => _context.Errors.Add(_map.Entry(key)?.Value ?? _map, At(key), message);

    /// <summary>Reports a mistake in one text of a list.</summary>
    public void FailItem(string key, string text, string message)
    {
        var items = (_map.Entry(key)?.Value as YamlList)?.Items ?? [];
        var place = items.Index().LastOrDefault(item => item.Item is YamlScalar scalar && scalar.Text == text);
        _context.Errors.Add(place.Item ?? _map, $"{At(key)}[{place.Index}]", message);
    }

    private void CheckEntry(YamlEntry entry)
    {
        var name = entry.Key.Text;
        if (NotBuiltYet.Reason(_format, entry) is { } reason)
        {
            _context.Errors.Add(entry.Key, At(name), reason);
        }
        else if (_format.Key(name) is { } key)
        {
            ShapeChecks.Check(key, entry.Value, At(name), _context.Errors);
            CheckPlain(key, entry.Value, At(name));
        }
        else if (!_context.Errors.IsFull)
        {
            var names = _format.Keys.Select(known => known.Name).ToList();
            _misspelt.Add(Nearest.Find(name, names) ?? "");
            _context.Errors.Add(entry.Key, At(name), $"{_format.Name} has no key '{Short(name)}'{Nearest.Hint(name, names)}; expected one of {string.Join(", ", names)}.");
        }
    }

    /// <summary>Braces that no one fills in would be shown as they are.</summary>
    private void CheckPlain(FormatKey key, YamlNode value, string at)
    {
        if (key.Shapes.HasFlag(Shapes.Text) && !key.TakesTemplates && ShapeChecks.IsTemplate(value))
        {
            _context.Errors.Add(value, at, "templates are not filled in here; write plain text.");
        }

        for (var i = 0; key.Items is { } items && value is YamlList list && i < list.Items.Count; i++)
        {
            CheckPlain(items, list.Items[i], $"{at}[{i}]");
        }
    }

    /// <summary>A key that is there under a misspelt name, or <c>uses</c> of a step that would be expanded, is not a second mistake.</summary>
    private bool IsExcused(string key) => _misspelt.Contains(key) || (key == "uses" && _map.Entry("expand") is not null);

    private static string Short(string name) => name.Length <= 64 ? name : name[..63] + "…";
}
