using System.Text.Json;
using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Workflows;

/// <summary>A start form while somebody fills it in.</summary>
public sealed class StartDraft
{
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _problems = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonElement> _others = new(StringComparer.Ordinal);
    private readonly HashSet<string> _changed = new(StringComparer.Ordinal);

    /// <param name="schema">The input's schema, or null.</param>
    /// <param name="like">An earlier run's input to begin with, or null for the schema's defaults.</param>
    public StartDraft(JsonElement? schema, JsonElement? like = null)
    {
        Fields = InputForm.Of(schema);
        foreach (var field in Fields)
        {
            if (Initial(field, like) is { } value)
            {
                _texts[field.Name] = FieldText.Of(field.Kind, value);
            }
        }

        if (!IsWhole && like is { ValueKind: JsonValueKind.Object } earlier)
        {
            // What no field shows is still part of "the same input".
            foreach (var member in earlier.EnumerateObject().Where(member => Fields.All(field => field.Name != member.Name)))
            {
                _others[member.Name] = member.Value;
            }
        }
    }

    public IReadOnlyList<FormField> Fields { get; }

    /// <summary>Problems that belong to no field.</summary>
    public IReadOnlyList<string> General => _problems.TryGetValue("", out var found) && !IsWhole ? found : [];

    private bool IsWhole => Fields is [{ Name: InputForm.WholeInput }];

    public string Text(FormField field) => _texts.GetValueOrDefault(field.Name, "");

    public void Set(FormField field, string? text)
    {
        _texts[field.Name] = text ?? "";
        _changed.Add(field.Name);
    }

    /// <summary>Whether it was changed since its problems were found. They keep their place until the next try: if the page moved now, a click that has just begun would miss the button.</summary>
    public bool IsChanged(FormField field) => _changed.Contains(field.Name);

    public IReadOnlyList<string> Problems(FormField field) => _problems.TryGetValue(field.Name, out var found) ? found : [];

    /// <summary>The input, or null where a field can't be read; the field then says why.</summary>
    public JsonElement? Compose()
    {
        Forget();
        var values = new Dictionary<string, JsonElement>(_others, StringComparer.Ordinal);
        foreach (var field in Fields)
        {
            if (FieldText.Read(field, Text(field), out var value) is { } problem)
            {
                _problems[field.Name] = [problem];
            }
            else if (value is { } found)
            {
                values[field.Name] = found;
            }
        }

        return _problems.Count > 0 ? null : IsWhole ? values.GetValueOrDefault(InputForm.WholeInput, EngineJson.Empty) : EngineJson.From(values);
    }

    /// <summary>Puts what the engine refused next to the fields that it is about.</summary>
    public void Refuse(IEnumerable<SchemaViolation> violations)
    {
        Forget();
        foreach (var violation in violations)
        {
            var name = IsWhole ? InputForm.WholeInput : Fields.FirstOrDefault(field => IsAbout(violation.Path, field.Name))?.Name ?? "";
            var rest = name.Length > 0 && violation.Path.Length > name.Length ? violation.Path[name.Length..].TrimStart('.') + ": " : name.Length == 0 && violation.Path.Length > 0 ? violation.Path + ": " : "";
            (_problems.TryGetValue(name, out var list) ? list : _problems[name] = []).Add(rest + violation.Message);
        }
    }

    private void Forget()
    {
        _problems.Clear();
        _changed.Clear();
    }

    private static bool IsAbout(string path, string field) =>
        path == field || path.StartsWith(field + ".", StringComparison.Ordinal) || path.StartsWith(field + "[", StringComparison.Ordinal);

    private static JsonElement? Initial(FormField field, JsonElement? like) => like switch
    {
        { } whole when field.Name == InputForm.WholeInput => whole,
        { ValueKind: JsonValueKind.Object } earlier => earlier.TryGetProperty(field.Name, out var value) ? value : null,
        _ => field.Default ?? (field is { Kind: FieldKind.Boolean, IsRequired: true } ? EngineJson.From(false) : null),
    };
}
