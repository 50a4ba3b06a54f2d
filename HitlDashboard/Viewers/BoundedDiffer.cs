using DiffPlex;
using DiffPlex.Model;

namespace HitlDashboard.Viewers;

/// <summary>
/// Compares as far as its work lasts; what is left then is shown as wholly removed and added. Comparing takes time with the square of what differs,
/// so two texts without a common line could hold a page up for minutes. Blanks count, whatever the caller says: an indent can change what a program does.
/// One of these is for one comparison.
/// </summary>
internal sealed class BoundedDiffer : IDiffer
{
    /// <summary>About half a second.</summary>
    private const long Work = 50_000_000;

    private static readonly string[] LineEnds = ["\r\n", "\r", "\n"];

    private readonly Differ _differ = new();
    private long _left = Work;

    public DiffResult CreateLineDiffs(string oldText, string newText, bool ignoreWhitespace) => CreateLineDiffs(oldText, newText, ignoreWhitespace, false);

    public DiffResult CreateLineDiffs(string oldText, string newText, bool ignoreWhitespace, bool ignoreCase) =>
        CreateCustomDiffs(oldText, newText, ignoreWhitespace, ignoreCase, text => text.Split(LineEnds, StringSplitOptions.None));

    public DiffResult CreateCharacterDiffs(string oldText, string newText, bool ignoreWhitespace) => CreateCharacterDiffs(oldText, newText, ignoreWhitespace, false);

    public DiffResult CreateCharacterDiffs(string oldText, string newText, bool ignoreWhitespace, bool ignoreCase) =>
        CreateCustomDiffs(oldText, newText, ignoreWhitespace, ignoreCase, text => [.. text.Select(letter => letter.ToString())]);

    public DiffResult CreateWordDiffs(string oldText, string newText, bool ignoreWhitespace, char[] separators) =>
        CreateWordDiffs(oldText, newText, ignoreWhitespace, false, separators);

    public DiffResult CreateWordDiffs(string oldText, string newText, bool ignoreWhitespace, bool ignoreCase, char[] separators) =>
        CreateCustomDiffs(oldText, newText, ignoreWhitespace, ignoreCase, text => Words(text, separators));

    public DiffResult CreateCustomDiffs(string oldText, string newText, bool ignoreWhiteSpace, Func<string, string[]> chunker) =>
        CreateCustomDiffs(oldText, newText, ignoreWhiteSpace, false, chunker);

    public DiffResult CreateCustomDiffs(string oldText, string newText, bool ignoreWhiteSpace, bool ignoreCase, Func<string, string[]> chunker)
    {
        var (before, after) = (chunker(oldText), chunker(newText));
        var start = 0;
        while (start < before.Length && start < after.Length && before[start] == after[start])
        {
            start++;
        }

        var end = 0;
        while (end < before.Length - start && end < after.Length - start && before[^(end + 1)] == after[^(end + 1)])
        {
            end++;
        }

        var (removed, added) = (before.Length - start - end, after.Length - start - end);
        var work = (long)(removed + added) * (removed + added);
        if (work <= _left)
        {
            _left -= work;
            return _differ.CreateCustomDiffs(oldText, newText, ignoreWhiteSpace: false, ignoreCase, chunker);
        }

        return new DiffResult(before, after, [new DiffBlock(start, removed, start, added)]);
    }

    /// <summary>Words, and what is between them, letter by letter.</summary>
    private static string[] Words(string text, char[] separators)
    {
        var words = new List<string>();
        var from = 0;
        for (var at = 0; at < text.Length; at++)
        {
            if (Array.IndexOf(separators, text[at]) >= 0)
            {
                if (at > from)
                {
                    words.Add(text[from..at]);
                }

                words.Add(text[at].ToString());
                from = at + 1;
            }
        }

        if (from < text.Length)
        {
            words.Add(text[from..]);
        }

        return [.. words];
    }
}
