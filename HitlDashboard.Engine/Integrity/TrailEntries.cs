using HitlDashboard.Engine.Audit;

namespace HitlDashboard.Engine.Integrity;

/// <summary>History entries that are not what the chain tells of, and what happened to them.</summary>
internal sealed class TrailEntries
{
    private readonly List<(long Seq, UInt128? Told, UInt128? Found)> _wrong = [];

    /// <summary>The chain tells of it, the history does not have it.</summary>
    public void Missing(long seq, UInt128 told) => Add(seq, told, null);

    /// <summary>The history has it, the chain does not tell of it.</summary>
    public void Inserted(long seq, UInt128 found) => Add(seq, null, found);

    public void Compare(long seq, UInt128 told, UInt128 found)
    {
        if (told != found)
        {
            Add(seq, told, found);
        }
    }

    public List<Violation> Violations()
    {
        var places = _wrong.Where(entry => entry.Told is not null).GroupBy(entry => entry.Told!.Value).ToDictionary(told => told.Key, told => told.First().Seq);
        return [.. _wrong.Select(entry => new Violation("I12", $"history entry {entry.Seq}", Message(entry.Told, entry.Found is { } found && places.TryGetValue(found, out var place) ? place : null, entry.Found is null)))];
    }

    private static string Message(UInt128? told, long? place, bool isMissing) => (told, place, isMissing) switch
    {
        (_, _, true) => "it is missing: somebody removed it",
        (null, null, _) => "it was inserted: the chain does not tell of it",
        (_, { } from, _) => $"it was moved: the chain tells of it as entry {from}",
        _ => "it was changed",
    };

    private void Add(long seq, UInt128? told, UInt128? found)
    {
        if (_wrong.Count < Verification.Most)
        {
            _wrong.Add((seq, told, found));
        }
    }
}
