using System.Text;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;

namespace HitlDashboard.Viewers;

/// <summary>The difference of two texts, line by line, with the changed words of changed lines; long unchanged stretches are folded.</summary>
/// <param name="Rows">What to show.</param>
/// <param name="Added">How many lines came.</param>
/// <param name="Removed">How many lines went.</param>
internal sealed record TextDiff(IReadOnlyList<DiffRow> Rows, int Added, int Removed)
{
    /// <summary>Beyond this many characters on one side a comparison would hold up the page.</summary>
    public const int MaxLength = 400_000;

    private const int Context = 3;

    public bool IsSame => Added == 0 && Removed == 0;

    /// <summary>Null where one side is too long to compare here.</summary>
    public static TextDiff? Of(string before, string after)
    {
        if (before.Length > MaxLength || after.Length > MaxLength)
        {
            return null;
        }

        var model = new SideBySideDiffBuilder(new BoundedDiffer()).BuildDiffModel(before, after);
        var rows = Unify(model.OldText.Lines, model.NewText.Lines);
        return new TextDiff(Fold(rows), rows.Count(row => row.Kind == DiffKind.Added), rows.Count(row => row.Kind == DiffKind.Removed));
    }

    private static List<DiffRow> Unify(List<DiffPiece> before, List<DiffPiece> after)
    {
        var rows = new List<DiffRow>();
        var added = new List<DiffRow>();
        for (var at = 0; at < before.Count; at++)
        {
            var (old, @new) = (before[at], after[at]);
            if (old.Type == ChangeType.Unchanged)
            {
                rows.AddRange(added);
                added.Clear();
                rows.Add(new DiffRow(DiffKind.Same, old.Position, @new.Position, VisibleText.Of(old.Text ?? "")));
                continue;
            }

            if (old.Type is ChangeType.Deleted or ChangeType.Modified)
            {
                rows.Add(new DiffRow(DiffKind.Removed, old.Position, null, Parts(old)));
            }

            if (@new.Type is ChangeType.Inserted or ChangeType.Modified)
            {
                added.Add(new DiffRow(DiffKind.Added, null, @new.Position, Parts(@new)));
            }
        }

        rows.AddRange(added);
        return rows;
    }

    private static List<DiffPart> Parts(DiffPiece line)
    {
        if (line.SubPieces.Count == 0)
        {
            return [new DiffPart(VisibleText.Of(line.Text ?? ""), false)];
        }

        var parts = new List<DiffPart>();
        var text = new StringBuilder();
        var isChanged = false;
        foreach (var piece in line.SubPieces.Where(piece => piece.Text is not null))
        {
            if (isChanged != (piece.Type != ChangeType.Unchanged))
            {
                Close();
                isChanged = !isChanged;
            }

            text.Append(piece.Text);
        }

        Close();
        return parts;

        void Close()
        {
            if (text.Length > 0)
            {
                parts.Add(new DiffPart(VisibleText.Of(text.ToString()), isChanged));
                text.Clear();
            }
        }
    }

    private static List<DiffRow> Fold(List<DiffRow> rows)
    {
        var isNear = new bool[rows.Count];
        for (var at = 0; at < rows.Count; at++)
        {
            if (rows[at].Kind != DiffKind.Same)
            {
                Array.Fill(isNear, true, Math.Max(0, at - Context), Math.Min(rows.Count, at + Context + 1) - Math.Max(0, at - Context));
            }
        }

        var folded = new List<DiffRow>();
        for (var at = 0; at < rows.Count;)
        {
            var end = at;
            while (end < rows.Count && !isNear[end])
            {
                end++;
            }

            if (end > at)
            {
                folded.Add(new DiffRow(DiffKind.Heading, null, null, end - at == 1 ? "1 line unchanged" : $"{end - at:N0} lines unchanged"));
                at = end;
            }
            else
            {
                folded.Add(rows[at++]);
            }
        }

        return folded;
    }
}
