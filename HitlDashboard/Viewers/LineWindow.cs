namespace HitlDashboard.Viewers;

/// <summary>The first lines of a text, made visible, and how many there are: nothing is cut off without saying so.</summary>
/// <param name="Lines">The lines that are shown, without their ends.</param>
/// <param name="Total">How many lines the text has.</param>
/// <param name="LongestHidden">How many characters the longest shortened line lost; 0 where none was shortened.</param>
public sealed record LineWindow(IReadOnlyList<string> Lines, int Total, int LongestHidden)
{
    public const int DefaultLines = 2000;
    public const int MaxLines = 20_000;
    public const int MaxLineLength = 10_000;

    public bool IsCut => Lines.Count < Total || LongestHidden > 0;

    public string Text => string.Join('\n', Lines);

    /// <summary>The parts of "showing 2,000 of 48,312 lines".</summary>
    public string Summary => Lines.Count < Total
        ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Showing {Lines.Count:N0} of {Total:N0} lines")
        : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Lines are shortened to {MaxLineLength:N0} characters; the longest lost {LongestHidden:N0}");

    public static LineWindow Of(string text, int limit = DefaultLines)
    {
        var lines = new List<string>();
        int total = 0, hidden = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            total++;
            if (lines.Count >= limit)
            {
                continue;
            }

            hidden = Math.Max(hidden, line.Length - MaxLineLength);
            lines.Add(VisibleText.Of(line[..Math.Min(line.Length, MaxLineLength)].ToString()));
        }

        // A final line end starts no further line for a reader.
        if (total > 1 && text[^1] is '\n' or '\r')
        {
            total--;
            lines = lines.Count > total ? lines[..total] : lines;
        }

        return new LineWindow(lines, total, hidden);
    }
}
