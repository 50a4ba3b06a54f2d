using System.Text.Json;

namespace HitlDashboard.Engine.Definitions.Templates;

/// <summary>One value of a compiled <see cref="ValueTemplate"/>.</summary>
internal abstract record ValueNode
{
    /// <summary>The longest value that a render gives, in bytes of JSON.</summary>
    private const int MaxBytes = 4 * 1024 * 1024;

    public static ValueNode Compile(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => OfText(value),
        JsonValueKind.Array => OfList([.. value.EnumerateArray().Select(Compile)], value),
        JsonValueKind.Object => OfObject([.. value.EnumerateObject().Select(property => (property.Name, Compile(property.Value)))], value),
        _ => new ConstantNode(value),
    };

    public abstract IEnumerable<ValuePath> Paths { get; }

    public abstract void WriteTo(Utf8JsonWriter writer, ValueScope scope);

    protected static void CheckSize(Utf8JsonWriter writer)
    {
        if (writer.BytesCommitted + writer.BytesPending > MaxBytes)
        {
            throw new TemplateException($"The rendered value is longer than {MaxBytes} bytes; pass large content on as an artifact.");
        }
    }

    private static ValueNode OfText(JsonElement value)
    {
        var text = value.GetString()!;
        if (!text.Contains("{{", StringComparison.Ordinal))
        {
            return new ConstantNode(value);
        }

        var template = TextTemplate.Parse(text);
        return template.OnlyPath is { } path ? new PathNode(path)
            : template.IsPlain ? new ConstantNode(JsonSerializer.SerializeToElement(template.Plain))
            : new TextNode(template);
    }

    private static ValueNode OfList(ValueNode[] items, JsonElement value) =>
        Array.TrueForAll(items, item => item is ConstantNode constant && IsSame(constant)) ? new ConstantNode(value) : new ListNode(items);

    private static ValueNode OfObject((string Name, ValueNode Value)[] properties, JsonElement value) =>
        Array.TrueForAll(properties, property => property.Value is ConstantNode constant && IsSame(constant)) ? new ConstantNode(value) : new ObjectNode(properties);

    /// <summary>A text that lost an escape is no longer what was written.</summary>
    private static bool IsSame(ConstantNode constant) =>
        constant.Value.ValueKind != JsonValueKind.String || !constant.Value.GetString()!.Contains("{{", StringComparison.Ordinal);
}

/// <summary>A value without templates.</summary>
internal sealed record ConstantNode(JsonElement Value) : ValueNode
{
    public override IEnumerable<ValuePath> Paths => [];

    public override void WriteTo(Utf8JsonWriter writer, ValueScope scope) => Value.WriteTo(writer);
}

/// <summary>Exactly one <c>{{path}}</c>: what it names keeps its type.</summary>
internal sealed record PathNode(ValuePath Path) : ValueNode
{
    public override IEnumerable<ValuePath> Paths => [Path];

    public JsonElement Resolve(ValueScope scope) =>
        Path.TryResolve(scope, out var value) ? value : throw TemplateExpression.Missing(Path.Text);

    public override void WriteTo(Utf8JsonWriter writer, ValueScope scope)
    {
        Resolve(scope).WriteTo(writer);
        CheckSize(writer);
    }
}

/// <summary>A text with tags.</summary>
internal sealed record TextNode(TextTemplate Template) : ValueNode
{
    public override IEnumerable<ValuePath> Paths => Template.Paths;

    public override void WriteTo(Utf8JsonWriter writer, ValueScope scope)
    {
        writer.WriteStringValue(Template.Render(scope));
        CheckSize(writer);
    }
}

/// <summary>A list with a template in it.</summary>
internal sealed record ListNode(ValueNode[] Items) : ValueNode
{
    public override IEnumerable<ValuePath> Paths => Items.SelectMany(item => item.Paths);

    public override void WriteTo(Utf8JsonWriter writer, ValueScope scope)
    {
        writer.WriteStartArray();
        foreach (var item in Items)
        {
            item.WriteTo(writer, scope);
        }

        writer.WriteEndArray();
    }
}

/// <summary>An object with a template in it. Names are kept as written.</summary>
internal sealed record ObjectNode((string Name, ValueNode Value)[] Properties) : ValueNode
{
    public override IEnumerable<ValuePath> Paths => Properties.SelectMany(property => property.Value.Paths);

    public override void WriteTo(Utf8JsonWriter writer, ValueScope scope)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in Properties)
        {
            writer.WritePropertyName(name);
            value.WriteTo(writer, scope);
        }

        writer.WriteEndObject();
    }
}
