namespace HitlDashboard.Tests.Shape;

/// <summary>Blanks out what is not code (comments, texts, characters), keeping every line where it was.</summary>
internal sealed class CSharpText
{
    private readonly string _text;
    private readonly char[] _code;
    private int _at;

    private CSharpText(string text) => (_text, _code) = (text, text.ToCharArray());

    public static string Blank(string text) => new CSharpText(text).Scan();

    private string Scan()
    {
        while (_at < _text.Length)
        {
            if (!TrySkip())
            {
                _at++;
            }
        }

        return new string(_code);
    }

    private bool TrySkip() => _text[_at] switch
    {
        '/' when Next("//") => Erase(EndOfLine()),
        '/' when Next("/*") => Erase(After("*/", _at + 2)),
        '#' => Erase(EndOfLine()),
        '\'' => Erase(EndOfQuoted(_at, '\'')),
        '"' => SkipText(_at),
        '@' or '$' when PrefixEnd() is var quote && quote < _text.Length && _text[quote] == '"' => SkipText(quote),
        _ => false,
    };

    private bool SkipText(int quote)
    {
        var prefix = _text[_at..quote];
        var quotes = 0;
        while (quote + quotes < _text.Length && _text[quote + quotes] == '"')
        {
            quotes++;
        }

        return Erase(quotes switch
        {
            >= 3 => After(new string('"', quotes), quote + quotes),
            2 => quote + 2,
            _ when prefix.Contains('@', StringComparison.Ordinal) => EndOfVerbatim(quote),
            _ => EndOfText(quote, prefix.Contains('$', StringComparison.Ordinal)),
        });
    }

    private int PrefixEnd()
    {
        var end = _at;
        while (end < _text.Length && _text[end] is '@' or '$')
        {
            end++;
        }

        return end;
    }

    /// <summary>Texts with holes hold further texts: they end at the quote that no hole encloses.</summary>
    private int EndOfText(int quote, bool hasHoles)
    {
        var depth = 0;
        for (var index = quote + 1; index < _text.Length; index++)
        {
            var sign = _text[index];
            if ((sign == '\\' && depth == 0) || (hasHoles && depth == 0 && sign == '{' && _text[index + 1] == '{'))
            {
                index++;
            }
            else if (hasHoles && (sign is '{' or '}'))
            {
                depth = Math.Max(0, depth + (sign == '{' ? 1 : -1));
            }
            else if (sign == '"' && depth > 0)
            {
                index = EndOfText(index, hasHoles: _text[index - 1] == '$') - 1;
            }
            else if (sign == '"')
            {
                return index + 1;
            }
        }

        return _text.Length;
    }

    private int EndOfVerbatim(int quote)
    {
        var index = quote + 1;
        while (index < _text.Length && (_text[index] != '"' || (index + 1 < _text.Length && _text[index + 1] == '"')))
        {
            index += _text[index] == '"' ? 2 : 1;
        }

        return Math.Min(index + 1, _text.Length);
    }

    private int EndOfQuoted(int start, char quote)
    {
        var index = start + 1;
        while (index < _text.Length && _text[index] != quote && _text[index] != '\n')
        {
            index += _text[index] == '\\' ? 2 : 1;
        }

        return Math.Min(index + 1, _text.Length);
    }

    private bool Next(string sign) => string.CompareOrdinal(_text, _at, sign, 0, sign.Length) == 0;

    private int EndOfLine() => _text.IndexOf('\n', _at) is var end and >= 0 ? end : _text.Length;

    private int After(string sign, int from) => _text.IndexOf(sign, from, StringComparison.Ordinal) is var end and >= 0 ? end + sign.Length : _text.Length;

    private bool Erase(int end)
    {
        for (; _at < end; _at++)
        {
            _code[_at] = _code[_at] == '\n' ? '\n' : ' ';
        }

        return true;
    }
}
