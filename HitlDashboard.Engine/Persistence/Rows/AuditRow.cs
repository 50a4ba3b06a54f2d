namespace HitlDashboard.Engine.Persistence.Rows;

/// <summary>One link of the audit chain: what one commit wrote.</summary>
internal sealed class AuditRow
{
    /// <summary>Counts up from 1 without gaps.</summary>
    public required long Number { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The newest history entry of the commit, or of those before it.</summary>
    public required long Seq { get; init; }

    /// <summary>The digests of the commit's history entries in order, 16 bytes each; the last is that of <see cref="Seq"/>. Null for none.</summary>
    public byte[]? Entries { get; init; }

    /// <summary>The other rows that it wrote: a code for the part of the table, id and digest, 33 bytes each. Null for none.</summary>
    public byte[]? Rows { get; init; }

    /// <summary>HMAC-SHA256 of all of the above and the link before.</summary>
    public required byte[] Chain { get; init; }
}
