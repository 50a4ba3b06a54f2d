namespace HitlDashboard.Engine.Lifecycle;

/// <summary>Where a review goes: a queue, or a person.</summary>
/// <param name="Queue">The queue, or null where it is a person.</param>
/// <param name="Person">The person, or null where it is a queue.</param>
public sealed record ReviewTarget(string? Queue, string? Person)
{
    /// <summary>Reads <c>@name</c> as a person and everything else as a queue.</summary>
    public static ReviewTarget Read(string text) => text.StartsWith('@') ? new(null, text[1..].Trim()) : new(text.Trim(), null);

    /// <summary>As it is read.</summary>
    public override string ToString() => Person is null ? Queue! : "@" + Person;
}
