using System.Globalization;
using System.Text;
using System.Text.Json;
using HandlebarsDotNet;
using HitlDashboard.Engine.Definitions.Conditions;

namespace HitlDashboard.Engine.Definitions.Templates;

/// <summary>
/// A text with blocks. Handlebars does the blocks, the blanks around them and the repeating; every value is read by number through <see cref="TextTemplate.Expression"/>.
/// So it never sees an object whose members it could reach, nothing is built that is not read, and a missing value is ours to judge.
/// </summary>
internal sealed class BlockText
{
    private static readonly IHandlebars Engine = CreateEngine();

    private readonly HandlebarsTemplate<TextWriter, object, object> _template;

    private BlockText(HandlebarsTemplate<TextWriter, object, object> template) => _template = template;

    public static BlockText Compile(IReadOnlyList<TemplatePiece> pieces)
    {
        try
        {
            using var reader = new StringReader(Write(pieces));
            return new BlockText(Engine.Compile(reader));
        }
        catch (HandlebarsException exception)
        {
            throw new TemplateException($"The template can't be read: {exception.Message}");
        }
    }

    public string Render(TemplateFrame frame)
    {
        using var writer = new BoundedWriter(TextTemplate.MaxLength);
        try
        {
            _template(writer, frame, null!);
            return writer.ToString();
        }
        catch (HandlebarsException exception)
        {
            throw exception.InnerException as TemplateException ?? new TemplateException($"The template can't be rendered: {exception.Message}");
        }
    }

    /// <summary>The same template with a number in place of every expression.</summary>
    private static string Write(IReadOnlyList<TemplatePiece> pieces)
    {
        var text = new StringBuilder();
        var open = new Stack<string>();
        for (var i = 0; i < pieces.Count; i++)
        {
            var piece = pieces[i];
            var inside = piece.Kind switch
            {
                PieceKind.Text => "",
                PieceKind.Value => $"put {i}",
                PieceKind.Else => "else",
                PieceKind.Close => $"/{open.Pop()}",
                _ => Opening(piece.Text, i, open),
            };
            text.Append(piece.Kind == PieceKind.Text ? Literal(piece.Text) : $"{{{{{(piece.TrimBefore ? "~" : "")}{inside}{(piece.TrimAfter ? " ~" : "")}}}}}");
        }

        return text.ToString();
    }

    private static string Opening(string tag, int index, Stack<string> open)
    {
        var name = tag.Split(' ', '\t', '\r', '\n', '(')[0];
        open.Push(name == "when" ? "if" : name);
        return name == "each" ? $"#each (list {index})" : $"#{open.Peek()} (test {index})";
    }

    /// <summary>Braces and backslashes that stand as text must not be read again.</summary>
    private static string Literal(string text) =>
        text == "{{" ? "{{brace}}{{brace}}"
        : text.EndsWith('\\') ? text[..^1] + "{{backslash}}"
        : text.EndsWith('{') ? text[..^1] + "{{brace}}"
        : text;

    private static IHandlebars CreateEngine()
    {
        var engine = Handlebars.Create(new HandlebarsConfiguration { NoEscape = true, FormatProvider = CultureInfo.InvariantCulture });
        engine.RegisterHelper("put", (EncodedTextWriter output, Context context, Arguments arguments) =>
            output.WriteSafeString(TemplateExpression.ToText(Expression(context, arguments).Require(Frame(context)))));
        engine.RegisterHelper("brace", (EncodedTextWriter output, Context _, Arguments _) => output.WriteSafeString("{"));
        engine.RegisterHelper("backslash", (EncodedTextWriter output, Context _, Arguments _) => output.WriteSafeString("\\"));
        engine.RegisterHelper("test", (Context context, Arguments arguments) => Expression(context, arguments).Read(Frame(context)).IsTrue);
        engine.RegisterHelper("list", (Context context, Arguments arguments) => Elements(Frame(context), Expression(context, arguments)));
        return engine;
    }

    private static TemplateFrame Frame(Context context) => (TemplateFrame)context.Value!;

    private static TemplateExpression Expression(Context context, Arguments arguments) =>
        Frame(context).Render.Template.Expression(Convert.ToInt32(arguments[0], CultureInfo.InvariantCulture));

    private static List<TemplateFrame> Elements(TemplateFrame frame, TemplateExpression expression)
    {
        var value = expression.Require(frame);
        (string? Key, JsonElement Value)[] items = value switch
        {
            { Kind: OperandKind.Null } => [],
            { Kind: OperandKind.Json, Json.ValueKind: JsonValueKind.Array } => [.. value.Json.EnumerateArray().Select(item => ((string?)null, item))],
            { Kind: OperandKind.Json } => [.. value.Json.EnumerateObject().Select(property => ((string?)property.Name, property.Value))],
            _ => throw new TemplateException($"{{{{#each}}}} needs a list or an object, found {value.Describe()}."),
        };
        frame.Render.Count(items.Length);
        return [.. items.Select((item, i) => new TemplateFrame(frame.Render, frame, item.Value, i, item.Key, i == items.Length - 1))];
    }
}
