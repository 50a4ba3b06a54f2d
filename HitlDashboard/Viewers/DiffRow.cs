namespace HitlDashboard.Viewers;

/// <summary>One line of a difference.</summary>
/// <param name="Kind">What happened to it.</param>
/// <param name="Old">Its number before, or null.</param>
/// <param name="New">Its number after, or null.</param>
/// <param name="Parts">Its text; changed words apart.</param>
public sealed record DiffRow(DiffKind Kind, int? Old, int? New, IReadOnlyList<DiffPart> Parts)
{
    public DiffRow(DiffKind kind, int? old, int? @new, string text)
        : this(kind, old, @new, [new DiffPart(text, false)])
    {
    }
}

/// <summary>A piece of a line.</summary>
public sealed record DiffPart(string Text, bool IsChanged);

/// <summary>What happened to a line.</summary>
public enum DiffKind
{
    Same,
    Added,
    Removed,

    /// <summary>A hunk's or file's heading, or "120 lines unchanged".</summary>
    Heading,
}
