using System.Security.Cryptography;
using System.Text;
using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Reviews;

namespace HitlDashboard.Inbox;

/// <summary>A strip that is open for something short of a decision, bound to the item as it was when it opened.</summary>
/// <param name="Action">What is done.</param>
/// <param name="Detail">The item.</param>
/// <param name="Targets">Whom it can be handed to; only for delegate.</param>
public sealed record OpenAction(ItemAction Action, ReviewDetail Detail, IReadOnlyList<string> Targets)
{
    /// <summary>For how long it can be put off with one key.</summary>
    public static IReadOnlyList<(string Value, string Label)> Delays { get; } =
        [("PT1H", "1 hour"), ("PT4H", "4 hours"), ("P1D", "1 day"), ("P3D", "3 days"), ("P7D", "1 week")];

    /// <summary>What was filled in as a change, or what is wrong with it.</summary>
    /// <param name="input">What was filled in.</param>
    /// <param name="now">The instant that a delay counts from.</param>
    /// <param name="resolve">Finds the person or queue of a name; null where there is none.</param>
    public async Task<(ReviewChange? Change, string? Problem)> ReadAsync(CommandInput input, DateTimeOffset now, Func<string, Task<ReviewTarget?>> resolve)
    {
        var note = input.Note?.Trim() ?? "";
        switch (Action)
        {
            case ItemAction.Comment:
                return note.Length > 0 ? (new ReviewChange.Comment(note), null) : (null, "Write what you want to say.");
            case ItemAction.Escalate:
                return note.Length > 0 ? (new ReviewChange.Escalate(note), null) : (null, "Say why somebody else should decide.");
            case ItemAction.Defer:
                return Until(input, now) is { } until ? (new ReviewChange.Defer(until), null) : (null, "Choose how long, or an instant in the future.");
            case ItemAction.Delegate:
                var to = input.Target?.Trim() ?? "";
                return to.Length == 0 ? (null, "Say to whom: a queue, or a person as @name.")
                    : await resolve(to) is { } target ? (new ReviewChange.Delegate(target), null)
                    : (null, $"'{to}' is neither a queue that is known nor a person with an account. Write a person as @name.");
            default:
                throw new InvalidOperationException($"{Action} has no form.");
        }
    }

    /// <summary>The same press has the same key and hash, however often it is sent.</summary>
    public static IdempotencyKey KeyOf(CommandInput input, ReviewChange change) =>
        new($"inbox:{input.Key}", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{input.ReviewId} {change}"))));

    // What was typed is meant, also where a delay was chosen before.
    private static DateTimeOffset? Until(CommandInput input, DateTimeOffset now) =>
        DateTimeOffset.TryParse(input.Until, System.Globalization.CultureInfo.InvariantCulture, out var typed) ? (typed > now ? typed : null)
        : input.Reason is { } delay && Durations.TryParse(delay, out var length) ? now + length
        : null;
}
