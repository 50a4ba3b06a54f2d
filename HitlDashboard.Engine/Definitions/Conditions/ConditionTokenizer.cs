using System.Text;

namespace HitlDashboard.Engine.Definitions.Conditions;

/// <summary>What a token is.</summary>
internal enum TokenKind
{
    End,
    Number,
    Text,
    Name,
    Symbol,
}

/// <summary>One token of a condition.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its text; of a quoted text what is between the quotes.</param>
/// <param name="Position">From 1.</param>
internal readonly record struct ConditionToken(TokenKind Kind, string Text, int Position)
{
    public bool Is(string symbol) => Kind == TokenKind.Symbol && Text == symbol;

    public override string ToString() => Kind == TokenKind.End ? "the end" : $"'{Text}'";
}

/// <summary>Cuts a condition into tokens.</summary>
internal sealed class ConditionTokenizer(string text)
{
    private static readonly string[] Symbols = ["==", "!=", "<=", ">=", "&&", "||", "<", ">", "!", "(", ")", "[", "]", ","];

    private readonly List<ConditionToken> _tokens = [];
    private int _at;

    public IReadOnlyList<ConditionToken> Read()
    {
        while (_at < text.Length)
        {
            if (char.IsWhiteSpace(text[_at]))
            {
                _at++;
            }
            else
            {
                _tokens.Add(ReadOne());
            }
        }

        _tokens.Add(new ConditionToken(TokenKind.End, "", text.Length + 1));
        return _tokens;
    }

    private ConditionToken ReadOne()
    {
        var c = text[_at];
        var next = _at + 1 < text.Length ? text[_at + 1] : '\0';
        return c is '"' or '\'' ? ReadText(c)
            : char.IsAsciiDigit(c) || (c == '-' && char.IsAsciiDigit(next)) ? ReadNumber()
            : PathReader.StartsName(c) ? ReadName()
            : ReadSymbol(c);
    }

    private ConditionToken ReadText(char quote)
    {
        var start = _at++;
        var inside = new StringBuilder();
        while (_at < text.Length && text[_at] != quote)
        {
            inside.Append(text[_at] == '\\' && _at + 1 < text.Length ? Unescape(text[++_at]) : text[_at].ToString());
            _at++;
        }

        if (_at == text.Length)
        {
            throw new ConditionException($"The text that starts at position {start + 1} has no closing {quote}.");
        }

        _at++;
        return new ConditionToken(TokenKind.Text, inside.ToString(), start + 1);
    }

    /// <summary>Quotes and backslashes lose their backslash; everything else keeps it, so that a regular expression can be written as it is.</summary>
    private static string Unescape(char c) => c is '"' or '\'' or '\\' ? c.ToString() : "\\" + c;

    private ConditionToken ReadNumber()
    {
        var start = _at++;
        while (_at < text.Length && (char.IsAsciiLetterOrDigit(text[_at]) || text[_at] == '.' || (text[_at] is '-' or '+' && text[_at - 1] is 'e' or 'E')))
        {
            _at++;
        }

        return new ConditionToken(TokenKind.Number, text[start.._at], start + 1);
    }

    /// <summary>A name with the path behind it. A bracket that touches the name belongs to it.</summary>
    private ConditionToken ReadName()
    {
        var start = _at;
        while (_at < text.Length && (PathReader.IsNameCharacter(text[_at]) || text[_at] is '.' or '['))
        {
            _at = text[_at] == '[' ? AfterBracket(_at) : _at + 1;
        }

        return new ConditionToken(TokenKind.Name, text[start.._at], start + 1);
    }

    private int AfterBracket(int opening)
    {
        var closing = text.IndexOf(']', opening);
        return closing < 0
            ? throw new ConditionException($"The bracket at position {opening + 1} is not closed.")
            : closing + 1;
    }

    private ConditionToken ReadSymbol(char c)
    {
        var symbol = Array.Find(Symbols, s => string.CompareOrdinal(text, _at, s, 0, s.Length) == 0)
            ?? throw new ConditionException($"Position {_at + 1}: '{c}' means nothing here; {Advice(c)}.");
        var token = new ConditionToken(TokenKind.Symbol, symbol, _at + 1);
        _at += symbol.Length;
        return token;
    }

    private static string Advice(char c) => c switch
    {
        '=' => "write == to compare",
        '&' => "write && for and",
        '|' => "write || for or",
        '{' or '}' => "paths stand in a condition without {{ }}",
        _ => "expected a path, a value, an operator or a function",
    };
}
