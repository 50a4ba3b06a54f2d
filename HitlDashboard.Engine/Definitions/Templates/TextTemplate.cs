using System.Text;
using HitlDashboard.Engine.Definitions.Conditions;

namespace HitlDashboard.Engine.Definitions.Templates;

/// <summary>A text with tags. Plain <c>{{path}}</c>s are put together directly; text with blocks goes through Handlebars.</summary>
internal sealed class TextTemplate
{
    /// <summary>The longest text that a render gives, in characters.</summary>
    public const int MaxLength = 1024 * 1024;

    private readonly IReadOnlyList<TemplatePiece> _pieces;
    private readonly TemplateExpression?[] _expressions;
    private readonly Lazy<BlockText>? _blocks;

    private TextTemplate(IReadOnlyList<TemplatePiece> pieces, TemplateStructure structure)
    {
        _pieces = pieces;
        _expressions = structure.Expressions;
        Paths = structure.Paths;
        _blocks = structure.NeedsHandlebars ? new Lazy<BlockText>(() => BlockText.Compile(pieces)) : null;
    }

    /// <summary>Every path that it reads and that does not begin at an element of an <c>each</c>.</summary>
    public IReadOnlyList<ValuePath> Paths { get; }

    /// <summary>The path where the whole text is one <c>{{path}}</c>, or null.</summary>
    public ValuePath? OnlyPath => _pieces.Count == 1 && _expressions[0] is PathExpression only ? only.Path : null;

    /// <summary>Whether there is no tag in it.</summary>
    public bool IsPlain => _expressions.All(expression => expression is null);

    /// <summary>What it is without tags: escapes are taken away.</summary>
    public string Plain => string.Concat(_pieces.Select(piece => piece.Text));

    public static TextTemplate Parse(string text)
    {
        var scanned = new TemplateScanner(text).Read();
        return new TextTemplate(scanned, TemplateStructure.Of(scanned));
    }

    /// <summary>What the tag with this number reads.</summary>
    public TemplateExpression Expression(int index) => _expressions[index]!;

    public string Render(ValueScope scope)
    {
        var frame = new TemplateRender(this, scope).Top();
        return _blocks is null ? Concat(frame) : _blocks.Value.Render(frame);
    }

    private string Concat(TemplateFrame frame)
    {
        var text = new StringBuilder();
        for (var i = 0; i < _pieces.Count; i++)
        {
            text.Append(_expressions[i] is { } expression ? TemplateExpression.ToText(expression.Require(frame)) : _pieces[i].Text);
            if (text.Length > MaxLength)
            {
                throw TooLong();
            }
        }

        return text.ToString();
    }

    public static TemplateException TooLong() =>
        new($"The rendered text is longer than {MaxLength} characters; shorten it with {{{{truncate path 1000}}}} or pass it on as an artifact.");
}
