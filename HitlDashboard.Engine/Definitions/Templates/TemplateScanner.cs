namespace HitlDashboard.Engine.Definitions.Templates;

/// <summary>What a piece of a template is.</summary>
internal enum PieceKind
{
    Text,
    Value,
    Open,
    Else,
    Close,
}

/// <summary>A piece of a template: text, or what stands between braces.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The text, or what stands in the tag without <c># / ~</c>.</param>
/// <param name="Position">From 1.</param>
/// <param name="TrimBefore">Whether the tag takes the blanks before it away: <c>{{~</c>.</param>
/// <param name="TrimAfter">Whether the tag takes the blanks behind it away: <c>~}}</c>.</param>
internal readonly record struct TemplatePiece(PieceKind Kind, string Text, int Position, bool TrimBefore = false, bool TrimAfter = false);

/// <summary>Cuts a template into text and tags. <c>\{{</c> is two braces as text.</summary>
internal sealed class TemplateScanner(string text)
{
    private const int MaxPieces = 20_000;

    private readonly List<TemplatePiece> _pieces = [];
    private int _at;

    public IReadOnlyList<TemplatePiece> Read()
    {
        while (_at < text.Length)
        {
            var open = text.IndexOf("{{", _at, StringComparison.Ordinal);
            if (open < 0)
            {
                Add(new TemplatePiece(PieceKind.Text, text[_at..], _at + 1));
                break;
            }

            if (open > _at && text[open - 1] == '\\')
            {
                AddEscaped(open);
                continue;
            }

            AddText(open);
            ReadTag(open);
        }

        return _pieces;
    }

    /// <summary><c>\{{</c> is two braces; <c>\\{{</c> is a backslash before a tag.</summary>
    private void AddEscaped(int open)
    {
        var doubled = open - 2 >= _at && text[open - 2] == '\\';
        AddText(open - 1);
        _at = open;
        if (doubled)
        {
            ReadTag(open);
        }
        else
        {
            Add(new TemplatePiece(PieceKind.Text, "{{", open + 1));
            _at = open + 2;
        }
    }

    private void AddText(int end)
    {
        if (end > _at)
        {
            Add(new TemplatePiece(PieceKind.Text, text[_at..end], _at + 1));
        }
    }

    private void ReadTag(int open)
    {
        var comment = text.AsSpan(open).StartsWith("{{!--", StringComparison.Ordinal);
        var triple = text.AsSpan(open).StartsWith("{{{", StringComparison.Ordinal);
        var closing = comment ? "--}}" : triple ? "}}}" : "}}";
        var start = open + (triple ? 3 : 2);
        var end = IndexOfClosing(start, closing, comment);
        if (end < 0)
        {
            throw new TemplateException($"The {{{{ at position {open + 1} has no {closing}; write \\{{{{ for braces as text.");
        }

        _at = end + closing.Length;
        var inside = text[start..end];
        var (before, after) = (inside.StartsWith('~'), inside.EndsWith('~') && inside.Length > 1);
        inside = inside[(before ? 1 : 0)..^(after ? 1 : 0)].Trim();
        if (!comment && !inside.StartsWith('!'))
        {
            Add(Tag(inside, open + 1) with { TrimBefore = before, TrimAfter = after });
        }
    }

    /// <summary>Braces in quotes do not close a tag.</summary>
    private int IndexOfClosing(int start, string closing, bool comment)
    {
        var quote = '\0';
        for (var i = start; i < text.Length; i++)
        {
            if (quote == '\0' && string.CompareOrdinal(text, i, closing, 0, closing.Length) == 0)
            {
                return i;
            }

            if (!comment && text[i] is '"' or '\'')
            {
                quote = quote == '\0' ? text[i] : quote == text[i] ? '\0' : quote;
            }
        }

        return -1;
    }

    private static TemplatePiece Tag(string inside, int position) => inside switch
    {
        "" => throw new TemplateException($"The tag at position {position} is empty; expected a path as {{{{input.name}}}}."),
        "else" or "^" => new TemplatePiece(PieceKind.Else, inside, position),
        ['#', .. var rest] => new TemplatePiece(PieceKind.Open, rest.Trim(), position),
        ['/', .. var rest] => new TemplatePiece(PieceKind.Close, rest.Trim(), position),
        ['>' or '&' or '^' or '*', ..] => throw new TemplateException(
            $"Position {position}: '{inside[0]}' means nothing here; partials and raw tags are not part of the format."),
        _ => new TemplatePiece(PieceKind.Value, inside, position),
    };

    private void Add(TemplatePiece piece)
    {
        _pieces.Add(piece);
        if (_pieces.Count > MaxPieces)
        {
            throw new TemplateException($"The template has more than {MaxPieces} tags; move it into a file or split it.");
        }
    }
}
