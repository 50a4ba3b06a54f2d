using System.Buffers;
using System.Text.Json;
using HitlDashboard.Engine.Definitions.Templates;

namespace HitlDashboard.Engine.Definitions;

/// <summary>A JSON value whose strings may hold <c>{{…}}</c>. A string that is exactly one <c>{{path}}</c> keeps the JSON type of what it names; any other becomes text.</summary>
public sealed class ValueTemplate
{
    private readonly ValueNode _root;

    private ValueTemplate(JsonElement source, ValueNode root)
    {
        Source = source;
        _root = root;
        ReadPaths = [.. root.Paths.DistinctBy(path => path.Text, StringComparer.Ordinal)];
        Paths = [.. ReadPaths.Select(path => path.Text)];
    }

    /// <summary>The value as written.</summary>
    public JsonElement Source { get; }

    /// <summary>Whether rendering always gives the same value; that is <see cref="Source"/>, with <c>\{{</c> read as two braces.</summary>
    public bool IsConstant => _root is ConstantNode;

    /// <summary>Every path that the templates in it read. Inside <c>each</c> only those that can't be an element's own.</summary>
    public IReadOnlyList<string> Paths { get; }

    internal IReadOnlyList<ValuePath> ReadPaths { get; }

    /// <summary>Whether it is exactly one <c>{{path}}</c>.</summary>
    internal bool IsPath => _root is PathNode;

    /// <summary>Reads a value; constant parts are kept as they are.</summary>
    /// <exception cref="TemplateException">A template in it can't be parsed.</exception>
    public static ValueTemplate Compile(JsonElement value)
    {
        try
        {
            return new ValueTemplate(value, ValueNode.Compile(value));
        }
        catch (InvalidOperationException)
        {
            throw NotUnicode();
        }
    }

    /// <summary>Fills the templates in.</summary>
    /// <exception cref="TemplateException">A path has no value and no default, or the result is too large: 1,048,576 characters of one text, 4 MiB in all.</exception>
    public JsonElement Render(ValueScope scope) => _root switch
    {
        ConstantNode constant => constant.Value,
        PathNode path => path.Resolve(scope),
        _ => Write(scope),
    };

    /// <summary>Fills the templates in and gives text: a string as it is, null as empty text, anything else as JSON.</summary>
    /// <exception cref="TemplateException">As <see cref="Render"/>.</exception>
    public string RenderText(ValueScope scope)
    {
        try
        {
            return _root is TextNode text ? text.Template.Render(scope) : ToText(Render(scope));
        }
        catch (InvalidOperationException)
        {
            throw NotUnicode();
        }
    }

    private static string ToText(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Null => "",
        _ => value.GetRawText(),
    };

    private JsonElement Write(ValueScope scope)
    {
        try
        {
            var buffer = new ArrayBufferWriter<byte>();
            using (var writer = new Utf8JsonWriter(buffer, TemplateJson.Rendered))
            {
                _root.WriteTo(writer, scope);
            }

            var reader = new Utf8JsonReader(buffer.WrittenSpan, TemplateJson.Reader);
            return JsonElement.ParseValue(ref reader);
        }
        catch (JsonException)
        {
            throw new TemplateException($"The rendered value is nested deeper than {TemplateJson.MaxRendered} levels.");
        }
        catch (InvalidOperationException exception)
        {
            throw exception.Message.Contains("depth", StringComparison.OrdinalIgnoreCase)
                ? new TemplateException($"The rendered value is nested deeper than {TemplateJson.MaxRendered} levels.")
                : NotUnicode();
        }
    }

    private static TemplateException NotUnicode() => new("A value that the template reads holds text that is not valid Unicode.");
}

/// <summary>A template can't be parsed or rendered. The message names the path and says what to do.</summary>
public sealed class TemplateException(string message) : Exception(message);
