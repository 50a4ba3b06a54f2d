namespace HitlDashboard.Engine.Definitions.Templates;

/// <summary>Checks that blocks open and close in order and reads every tag's expression.</summary>
internal sealed class TemplateStructure
{
    private const int MaxDepth = 32;
    private const int MaxBlocks = 500;

    private static readonly string[] Blocks = ["if", "unless", "each", "when"];

    private readonly Stack<(string Name, int Position, bool HasElse)> _open = new();
    private readonly List<ValuePath> _paths = [];
    private int _blocks;

    private TemplateStructure(int count) => Expressions = new TemplateExpression?[count];

    /// <summary>For each piece what its tag reads; null where it is text, <c>else</c> or a closing tag.</summary>
    public TemplateExpression?[] Expressions { get; }

    public IReadOnlyList<ValuePath> Paths => _paths;

    public bool NeedsHandlebars { get; private set; }

    public static TemplateStructure Of(IReadOnlyList<TemplatePiece> pieces)
    {
        var structure = new TemplateStructure(pieces.Count);
        for (var i = 0; i < pieces.Count; i++)
        {
            structure.Expressions[i] = structure.Read(pieces[i]);
            structure.NeedsHandlebars |= structure._blocks > 0 || pieces[i].TrimBefore || pieces[i].TrimAfter;
        }

        return structure._open.TryPeek(out var left)
            ? throw new TemplateException($"The block {{{{#{left.Name}}}}} at position {left.Position} has no {{{{/{left.Name}}}}}.")
            : structure;
    }

    private TemplateExpression? Read(TemplatePiece piece)
    {
        switch (piece.Kind)
        {
            case PieceKind.Value:
                return Value(new ExpressionParser(piece.Text, piece.Position));
            case PieceKind.Open:
                return Open(piece);
            case PieceKind.Else:
                Else(piece);
                return null;
            case PieceKind.Close:
                Close(piece);
                return null;
            default:
                return null;
        }
    }

    private TemplateExpression Value(ExpressionParser parser)
    {
        var value = parser.Value();
        foreach (var path in parser.Paths)
        {
            Note(path);
        }

        return value;
    }

    private TemplateExpression Open(TemplatePiece piece)
    {
        var parser = new ExpressionParser(piece.Text, piece.Position);
        var name = parser.Word();
        if (Array.IndexOf(Blocks, name) < 0)
        {
            throw new TemplateException($"There is no block '{name}' (position {piece.Position}){Nearest.Hint(name, Blocks)}; expected one of {string.Join(", ", Blocks)}.");
        }

        if (_open.Count == MaxDepth || ++_blocks > MaxBlocks)
        {
            throw new TemplateException($"The block at position {piece.Position} is one too many: at most {MaxBlocks} blocks, nested at most {MaxDepth} deep.");
        }

        var expression = name == "when" ? When(parser) : Value(parser);
        _open.Push((name, piece.Position, HasElse: false));
        return expression;
    }

    private WhenExpression When(ExpressionParser parser)
    {
        var expression = parser.When(out var read);
        foreach (var text in read)
        {
            if (ValuePath.TryParse(text, out var path))
            {
                Note(path);
            }
        }

        return expression;
    }

    private void Else(TemplatePiece piece)
    {
        if (!_open.TryPop(out var block) || block.HasElse)
        {
            throw new TemplateException($"The {{{{else}}}} at position {piece.Position} belongs to no block.");
        }

        _open.Push(block with { HasElse = true });
    }

    private void Close(TemplatePiece piece)
    {
        if (!_open.TryPop(out var block) || block.Name != piece.Text)
        {
            throw new TemplateException(block.Name is null
                ? $"The {{{{/{piece.Text}}}}} at position {piece.Position} closes no block."
                : $"Position {piece.Position}: expected {{{{/{block.Name}}}}}, found {{{{/{piece.Text}}}}}.");
        }
    }

    /// <summary>Inside an <c>each</c> a name may be the element's: only what can hardly be one is noted.</summary>
    private void Note(ValuePath path)
    {
        var inElement = _open.Any(block => block.Name == "each");
        if (!inElement || path.Root is "steps" or "secrets" || (path.Root is "input" or "run" && path.Second is not null))
        {
            _paths.Add(path);
        }
    }
}
