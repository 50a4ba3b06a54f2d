namespace HitlDashboard.Viewers;

/// <summary>The looks of an artifact.</summary>
public enum Representation
{
    /// <summary>As its kind wants it.</summary>
    Rendered,

    /// <summary>What changed since the earlier round.</summary>
    Changes,

    /// <summary>The plain source.</summary>
    Source,
}
