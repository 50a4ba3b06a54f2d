using System.Text.RegularExpressions;

namespace HitlDashboard.Tests.Shape;

/// <summary>A member with a body.</summary>
/// <param name="Name">Its first line, shortened.</param>
/// <param name="Line">Where it starts, from 1.</param>
/// <param name="LineCount">From its first line to its last.</param>
internal sealed record Member(string Name, int Line, int LineCount);

/// <summary>Finds the members of types by their braces: enough to measure them, without a compiler.</summary>
internal static partial class Members
{
    public static IReadOnlyList<Member> Of(SourceFile file)
    {
        var text = file.Path.EndsWith(".razor", StringComparison.Ordinal) ? CodeOfPage(file.Text) : file.Text;
        var members = new List<Member>();
        Walk(new SourceFile(file.Path, CSharpText.Blank(text)), 0, members);
        return members;
    }

    /// <summary>Only the C# of a page, in its lines, as the body of a type.</summary>
    private static string CodeOfPage(string text)
    {
        var start = text.IndexOf("@code", StringComparison.Ordinal);
        return start < 0 ? "" : new string('\n', text.AsSpan(0, start).Count('\n')) + "class P" + text[(start + 5)..];
    }

    /// <summary>Goes through one body: everything up to a semicolon or a closed brace is a member; types are entered.</summary>
    private static int Walk(SourceFile code, int start, List<Member> members)
    {
        var first = start;
        var depth = 0;
        for (var index = start; index < code.Text.Length; index++)
        {
            var sign = code.Text[index];
            if (sign == '{' && depth == 0 && Type().IsMatch(code.Text[first..index]))
            {
                index = Walk(code, index + 1, members);
                first = index + 1;
                continue;
            }

            if (sign == '}' && depth == 0)
            {
                return index;
            }

            depth += sign is '{' or '(' or '[' ? 1 : sign is '}' or ')' or ']' ? -1 : 0;
            if (depth == 0 && (sign == ';' || (sign == '}' && !GoesOn(code.Text, index))))
            {
                Measure(code, first, index, members);
                first = index + 1;
            }
        }

        return code.Text.Length;
    }

    private static bool GoesOn(string text, int index) => Continuation().IsMatch(text, index + 1);

    private static void Measure(SourceFile code, int first, int last, List<Member> members)
    {
        var text = code.Text[first..(last + 1)];
        var declaration = WithoutAttributes(text.TrimStart());
        var begins = first + text.Length - declaration.Length;
        var header = declaration.Split('\n')[0].Trim();
        // Tables of values may be as long as they are; what is measured is what runs.
        if (HasBody().IsMatch(text) && !Initializer().IsMatch(Accessors().Replace(text, "")))
        {
            var line = code.LineAt(begins);
            members.Add(new Member(header.Length > 80 ? header[..80] : header, line, code.LineAt(last) - line + 1));
        }
    }

    /// <summary>A theory's rows of data are not part of its length.</summary>
    private static string WithoutAttributes(string text)
    {
        while (text.StartsWith('['))
        {
            var depth = 0;
            var end = 0;
            do
            {
                depth += text[end] == '[' ? 1 : text[end] == ']' ? -1 : 0;
                end++;
            }
            while (depth > 0 && end < text.Length);
            text = text[end..].TrimStart();
        }

        return text;
    }

    [GeneratedRegex(@"^\s*(\[[^;{}]*\]\s*)*([a-z]+\s+)*(class|struct|interface|enum|namespace|record)\s", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Type();

    [GeneratedRegex(@"\G\s*(=|;|\.|,|\?)", RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex Continuation();

    [GeneratedRegex(@"\{|=>", RegexOptions.None, 60_000)]
    private static partial Regex HasBody();

    [GeneratedRegex(@"\{\s*((private|internal|protected)?\s*(get|set|init);\s*)+\}", RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex Accessors();

    [GeneratedRegex(@"^[^{(]*[^=!<>{(]=(?![=>])", RegexOptions.None, 60_000)]
    private static partial Regex Initializer();
}
