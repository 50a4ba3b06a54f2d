using System.Diagnostics.CodeAnalysis;

namespace HitlDashboard.Engine.Lifecycle;

/// <summary>Identifies one stored file. A UUIDv7: it identifies and does not order (two ids of one millisecond may sort either way).</summary>
/// <param name="Value">The UUID.</param>
public readonly record struct ArtifactId(Guid Value) : IParsable<ArtifactId>
{
    /// <summary>Makes a new id from the clock's instant.</summary>
    public static ArtifactId New(TimeProvider clock) => new(Guid.CreateVersion7(clock.GetUtcNow()));

    /// <summary>Reads the text form (36 characters with hyphens).</summary>
    /// <exception cref="FormatException">The text is not a UUID.</exception>
    public static ArtifactId Parse(string s, IFormatProvider? provider) => new(Guid.Parse(s, provider));

    /// <inheritdoc />
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out ArtifactId result)
    {
        var isUuid = Guid.TryParse(s, provider, out var value);
        result = new ArtifactId(value);
        return isUuid;
    }

    /// <summary>The text form: 36 characters, lower case, with hyphens.</summary>
    public override string ToString() => Value.ToString("D");
}
