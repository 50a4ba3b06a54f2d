using System.Globalization;

namespace HitlDashboard.Viewers;

/// <summary>Reads a unified diff. Whatever does not look like one is shown as it is.</summary>
internal static class UnifiedDiff
{
    public static IReadOnlyList<DiffRow> Parse(IEnumerable<string> lines)
    {
        var rows = new List<DiffRow>();
        int old = 0, @new = 0;
        var isInHunk = false;
        foreach (var line in lines)
        {
            if (TryReadHunk(line, out var oldStart, out var newStart))
            {
                (old, @new, isInHunk) = (oldStart, newStart, true);
                rows.Add(new DiffRow(DiffKind.Heading, null, null, line));
            }
            else if (!isInHunk || line.StartsWith("diff ", StringComparison.Ordinal))
            {
                isInHunk = false;
                rows.Add(new DiffRow(DiffKind.Heading, null, null, line));
            }
            else
            {
                rows.Add(line switch
                {
                    ['+', .. var text] => new DiffRow(DiffKind.Added, null, @new++, text),
                    ['-', .. var text] => new DiffRow(DiffKind.Removed, old++, null, text),
                    ['\\', ..] => new DiffRow(DiffKind.Heading, null, null, line),
                    [' ', .. var text] => new DiffRow(DiffKind.Same, old++, @new++, text),
                    _ => new DiffRow(DiffKind.Same, old++, @new++, line),
                });
            }
        }

        return rows;
    }

    // "@@ -12,7 +12,9 @@ heading"
    private static bool TryReadHunk(string line, out int old, out int @new)
    {
        old = @new = 0;
        var words = line.Split(' ', 4);
        return words is ["@@", ['-', .. var before], ['+', .. var after], ..] && ReadStart(before, out old) && ReadStart(after, out @new);
    }

    private static bool ReadStart(string range, out int start) =>
        int.TryParse(range.Split(',')[0], NumberStyles.None, CultureInfo.InvariantCulture, out start);
}
