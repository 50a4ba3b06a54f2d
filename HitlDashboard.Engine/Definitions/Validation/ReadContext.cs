using HitlDashboard.Engine.Definitions.Yaml;

namespace HitlDashboard.Engine.Definitions.Validation;

/// <summary>What reading one file collects.</summary>
internal sealed class ReadContext(DefinitionErrors errors, IReadOnlyCollection<string>? calendars = null)
{
    /// <summary>The calendars that a definition may name; null where the settings are not known.</summary>
    public IReadOnlyCollection<string>? Calendars => calendars;

    public DefinitionErrors Errors => errors;

    public List<Reference> References { get; } = [];

    /// <summary>The slots of resources, as the top level of the file says.</summary>
    public IReadOnlyDictionary<string, int> Capacities { get; set; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>What a plan may not do, or null for a file.</summary>
    public PlanRules? Plan { get; init; }

    /// <summary>Compiles a value's templates; null where one can't be read.</summary>
    public ValueTemplate? Template(YamlNode? node, string at, Place place)
    {
        if (node is null || !Check(node, at, place))
        {
            return null;
        }

        return ValueTemplate.Compile(YamlJson.ToElement(node));
    }

    /// <summary>Parses a condition; null where it can't be read.</summary>
    public Condition? Condition(YamlNode? node, string at, Place place)
    {
        if (node is not YamlScalar scalar)
        {
            return null;
        }

        try
        {
            var condition = Definitions.Condition.Parse(scalar.Kind == ScalarKind.Boolean ? (scalar.IsTrue ? "true" : "false") : scalar.Text);
            Note(condition.Paths, node, at, place);
            References.AddRange(condition.HandledSteps.Select(step => new Reference(null, step, node, at, place)));
            return condition;
        }
        catch (ConditionException exception)
        {
            errors.Add(node, at, $"The condition can't be read. {exception.Message}");
            return null;
        }
    }

    /// <summary>A usable JSON Schema, or null.</summary>
    public System.Text.Json.JsonElement? Schema(YamlNode? node, string at)
    {
        if (node is null)
        {
            return null;
        }

        var schema = YamlJson.ToElement(node);
        if (JsonSchemas.Check(schema) is not { } reason)
        {
            return schema;
        }

        errors.Add(node, at, $"This is not a JSON Schema: {reason}");
        return null;
    }

    /// <summary>Text by text, so that each mistake is reported where it stands.</summary>
    private bool Check(YamlNode node, string at, Place place)
    {
        switch (node)
        {
            case YamlMap map:
                return map.Entries.Aggregate(true, (fine, entry) => Check(entry.Value, $"{at}.{entry.Key.Text}", place) && fine);
            case YamlList list:
                return list.Items.Index().Aggregate(true, (fine, item) => Check(item.Item, $"{at}[{item.Index}]", place) && fine);
            default:
                return CheckText((YamlScalar)node, at, place);
        }
    }

    private bool CheckText(YamlScalar scalar, string at, Place place)
    {
        if (scalar.Kind != ScalarKind.Text || !scalar.Text.Contains("{{", StringComparison.Ordinal))
        {
            return true;
        }

        try
        {
            Note(ValueTemplate.Compile(YamlJson.ToElement(scalar)).Paths, scalar, at, place);
            return true;
        }
        catch (TemplateException exception)
        {
            errors.Add(scalar, at, $"The template can't be read. {exception.Message}");
            return false;
        }
    }

    private void Note(IEnumerable<string> paths, YamlNode node, string at, Place place)
    {
        foreach (var text in paths)
        {
            if (ValuePath.TryParse(text, out var path))
            {
                References.Add(new Reference(path, null, node, at, place));
            }
        }
    }
}
