using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Inbox;

/// <summary>A command about an item, as the key module read it from the page at the moment of the key press.</summary>
/// <param name="ReviewId">The item that was painted.</param>
/// <param name="Version">Its version.</param>
/// <param name="Digest">The digest of what was painted.</param>
/// <param name="Key">Made by the browser for this press; a repeat of the same press has the same.</param>
public sealed record CommandInput(string ReviewId, int Version, string Digest, string Key)
{
    /// <summary>The chosen reason, or null.</summary>
    public string? Reason { get; init; }

    /// <summary>The note or feedback, or null.</summary>
    public string? Note { get; init; }

    /// <summary>What was typed to confirm a critical decision, or null.</summary>
    public string? Token { get; init; }

    /// <summary>Whom it is handed to, or null.</summary>
    public string? Target { get; init; }

    /// <summary>The instant until which it is put off, ISO 8601 with its offset, or null.</summary>
    public string? Until { get; init; }

    internal ReviewId? Review => Engine.Lifecycle.ReviewId.TryParse(ReviewId, null, out var id) ? id : null;
}

/// <summary>What became of a command.</summary>
/// <param name="Outcome"><c>saved</c>, <c>opened</c>, <c>refused</c> (shown in the page) or <c>problem</c> (shown in the open form).</param>
/// <param name="Message">What to say in the open form, or null.</param>
public sealed record CommandResult(string Outcome, string? Message = null)
{
    public static CommandResult Saved { get; } = new("saved");

    public static CommandResult Opened { get; } = new("opened");

    public static CommandResult Refused { get; } = new("refused");

    public static CommandResult Problem(string message) => new("problem", message);
}
