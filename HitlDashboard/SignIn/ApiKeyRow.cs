namespace HitlDashboard.SignIn;

/// <summary>A program's key. The key itself is nowhere: only its SHA-256 digest, which is enough for 256 random bits.</summary>
internal sealed class ApiKeyRow
{
    public long Id { get; set; }

    /// <summary>Unique among the keys that are not revoked; the history shows it.</summary>
    public required string Name { get; set; }

    /// <summary>The key's first characters, by which people recognise it.</summary>
    public required string Prefix { get; set; }

    /// <summary>SHA-256 of the key, hexadecimal.</summary>
    public required string Digest { get; set; }

    /// <summary>The role's name.</summary>
    public required string Role { get; set; }

    public required string CreatedBy { get; set; }

    public required DateTimeOffset CreatedAt { get; set; }

    /// <summary>Null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>Rounded to the minute; null while it was never used.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }
}

/// <summary>A session that was signed out before its cookie expires.</summary>
internal sealed class EndedSessionRow
{
    public required string Id { get; set; }

    /// <summary>When the cookie is no longer accepted anyway.</summary>
    public required DateTimeOffset ExpiresAt { get; set; }
}
