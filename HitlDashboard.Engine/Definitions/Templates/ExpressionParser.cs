using System.Globalization;
using HitlDashboard.Engine.Definitions.Conditions;

namespace HitlDashboard.Engine.Definitions.Templates;

/// <summary>Reads what stands in a tag.</summary>
internal sealed class ExpressionParser(string text, int position)
{
    private const int MaxDepth = 16;

    private static readonly string[] Helpers = ["json", "default", "truncate"];

    private readonly List<ValuePath> _paths = [];
    private int _at;
    private int _depth;

    /// <summary>The paths that were read.</summary>
    public IReadOnlyList<ValuePath> Paths => _paths;

    /// <summary>A value: a path, a literal or a helper with its arguments.</summary>
    public TemplateExpression Value()
    {
        var value = Call();
        return AtEnd() ? value : throw Fail($"'{text[_at..]}' is too much");
    }

    /// <summary>The first word of a block's tag.</summary>
    public string Word()
    {
        SkipBlanks();
        var start = _at;
        while (_at < text.Length && !char.IsWhiteSpace(text[_at]) && text[_at] is not ('(' or ')'))
        {
            _at++;
        }

        return text[start.._at];
    }

    /// <summary>The condition of a <c>when</c>, in quotes.</summary>
    public WhenExpression When(out IReadOnlyList<string> read)
    {
        SkipBlanks();
        if (_at == text.Length || text[_at] is not ('"' or '\''))
        {
            throw Fail("'when' takes a condition in quotes, as {{#when \"input.count > 3\"}}");
        }

        try
        {
            var condition = Condition.Parse(Quoted());
            read = condition.Paths;
            return AtEnd() ? new WhenExpression(condition) : throw Fail($"'{text[_at..]}' is too much");
        }
        catch (ConditionException exception)
        {
            throw Fail($"the condition can't be read: {exception.Message.TrimEnd('.')}");
        }
    }

    private TemplateExpression Call()
    {
        var start = _at;
        var word = Word();
        if (Array.IndexOf(Helpers, word) >= 0 && !AtEnd())
        {
            return Helper(word);
        }

        _at = start;
        var first = Argument();
        return AtEnd() || text[_at] == ')' || first is not PathExpression path
            ? first
            : throw Fail($"there is no helper '{path.Path.Text}'{Nearest.Hint(path.Path.Text, Helpers)}; expected json, default or truncate");
    }

    private TemplateExpression Helper(string name)
    {
        var value = Argument();
        return name switch
        {
            "json" => new JsonExpression(value),
            "default" => new DefaultExpression(value, Argument()),
            _ => new TruncateExpression(value, Argument() is LiteralExpression { Value: { Kind: OperandKind.Number, Number: >= 1 and <= 1_000_000 } number }
                ? (int)number.Number
                : throw Fail("'truncate' takes a value and a number of characters, as {{truncate input.text 80}}")),
        };
    }

    private TemplateExpression Argument()
    {
        if (AtEnd())
        {
            throw Fail("something is missing behind it");
        }

        return text[_at] switch
        {
            '"' or '\'' => new LiteralExpression(Operand.Of(Quoted())),
            '(' => Group(),
            _ => Named(),
        };
    }

    private TemplateExpression Group()
    {
        if (++_depth > MaxDepth)
        {
            throw Fail($"nested deeper than {MaxDepth} levels");
        }

        _at++;
        var inner = Call();
        if (AtEnd() || text[_at] != ')')
        {
            throw Fail("a parenthesis is not closed");
        }

        _at++;
        _depth--;
        return inner;
    }

    private TemplateExpression Named()
    {
        var word = PathWord();
        switch (word)
        {
            case "true" or "false":
                return new LiteralExpression(Operand.Of(word == "true"));
            case "null":
                return new LiteralExpression(Operand.Null);
            case "@index" or "@key" or "@first" or "@last":
                return new SpecialExpression(word);
            case ['-' or (>= '0' and <= '9'), ..] when decimal.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number):
                return new LiteralExpression(Operand.Of(number));
        }

        if (!ValuePath.TryParse(word, out var path))
        {
            throw Fail($"'{word}' is no path; expected names with dots as steps.draft.output");
        }

        _paths.Add(path);
        return new PathExpression(path);
    }

    /// <summary>Up to a blank or a parenthesis that is not in brackets.</summary>
    private string PathWord()
    {
        var start = _at;
        while (_at < text.Length && !char.IsWhiteSpace(text[_at]) && text[_at] is not ('(' or ')'))
        {
            var closing = text[_at] == '[' ? text.IndexOf(']', _at) : -1;
            _at = closing > 0 ? closing + 1 : _at + 1;
        }

        return text[start.._at];
    }

    private string Quoted()
    {
        var end = text.IndexOf(text[_at], _at + 1);
        if (end < 0)
        {
            throw Fail("a quote is not closed");
        }

        var inside = text[(_at + 1)..end];
        _at = end + 1;
        return inside;
    }

    private bool AtEnd()
    {
        SkipBlanks();
        return _at == text.Length;
    }

    private void SkipBlanks()
    {
        while (_at < text.Length && char.IsWhiteSpace(text[_at]))
        {
            _at++;
        }
    }

    private TemplateException Fail(string reason) => new($"In the tag '{text}' at position {position}: {reason}.");
}
