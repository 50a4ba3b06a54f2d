namespace HitlDashboard.Engine.Definitions;

/// <summary>Finds the word that was probably meant.</summary>
internal static class Nearest
{
    private const int MaxWord = 64;

    /// <summary><c>; did you mean 'x'</c>, or nothing where no word is near.</summary>
    public static string Hint(string found, IEnumerable<string> known) => Find(found, known) is { } word ? $"; did you mean '{word}'" : "";

    /// <summary>The nearest word, or null where none is near enough to be likely.</summary>
    public static string? Find(string found, IEnumerable<string> known)
    {
        if (found.Length is 0 or > MaxWord)
        {
            return null;
        }

        var best = known.Select(word => (word, distance: Distance(found.ToUpperInvariant(), word.ToUpperInvariant())))
            .OrderBy(candidate => candidate.distance).FirstOrDefault();
        return best.word is not null && best.distance <= Math.Max(1, Math.Min(found.Length, best.word.Length) / 3) ? best.word : null;
    }

    /// <summary>Insertions, deletions, replacements and swaps of neighbours that turn one word into the other.</summary>
    private static int Distance(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                rows[i, j] = i == 0 || j == 0 ? i + j : Math.Min(
                    Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1,
                    rows[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
                }
            }
        }

        return rows[a.Length, b.Length];
    }
}
