namespace HitlDashboard.Engine.Integrity;

/// <summary>Plays the history of one row again.</summary>
/// <param name="initial">The state before its first entry, or null where the first entry makes it.</param>
/// <param name="maker">The trigger that makes it, or null where it begins without an entry.</param>
/// <param name="next">The table: the state after a trigger, or null where it is not legal.</param>
internal sealed class Replay(string? initial, string? maker, Func<string?, string, string?> next)
{
    public IEnumerable<(string Invariant, string Message)> Play(IReadOnlyList<StoredEntry> entries, string row)
    {
        var state = initial;
        foreach (var entry in entries.Where(IsMove))
        {
            if (entry.From != state)
            {
                yield return ("I1", $"history entry {entry.Seq} ({entry.Trigger}) leaves {entry.From ?? "nothing"}, but it was {state ?? "nothing"}: an entry is missing or was changed");
            }

            var legal = entry.Trigger == maker && entry.From is null ? entry.To : next(entry.From, entry.Trigger);
            if (legal is null || legal != entry.To)
            {
                yield return ("I3", $"history entry {entry.Seq} moves it from {entry.From ?? "nothing"} to {entry.To ?? "nothing"} by {entry.Trigger}, which no table allows");
            }

            state = entry.To;
        }

        if (state != row)
        {
            yield return ("I1", $"it is {row}, but its history ends with {state ?? "nothing"}");
        }
    }

    // Comments, claims of people and the like are told in the history and move nothing.
    private static bool IsMove(StoredEntry entry) => entry.To is not null && (entry.From != entry.To || entry.From is null);
}
