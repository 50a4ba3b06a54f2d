using HitlDashboard.Engine.Audit;

namespace HitlDashboard.Engine.Integrity;

/// <summary>I12: the audit chain holds, and every entry of the history and every audited row is what the chain tells of.</summary>
internal sealed class TrailChecks(StoredFile file, AuditProof proof)
{
    private readonly RowDigest _digest = new();
    private readonly TrailRows _rows = new();
    private readonly List<Violation> _broken = [];
    private readonly Dictionary<long, string> _anchored = [];
    private long _last;

    public IEnumerable<Violation> Check() => CheckEntries().Concat(_broken).Concat(CheckRows()).Concat(CheckAnchors());

    /// <summary>Walks the chain and the history side by side.</summary>
    private List<Violation> CheckEntries()
    {
        var entries = new TrailEntries();
        using var told = Told().GetEnumerator();
        using var found = file.Read($"SELECT Seq, {AuditedPart.Entry.Names} FROM History ORDER BY Seq", row => (Seq: row.Number(), Digest: row.Digest(_digest, AuditedPart.Entry))).GetEnumerator();
        var (hasTold, hasFound) = (told.MoveNext(), found.MoveNext());
        while (hasTold || hasFound)
        {
            if (!hasFound || (hasTold && told.Current.Seq < found.Current.Seq))
            {
                entries.Missing(told.Current.Seq, told.Current.Digest);
                hasTold = told.MoveNext();
                continue;
            }

            if (!hasTold || found.Current.Seq < told.Current.Seq)
            {
                entries.Inserted(found.Current.Seq, found.Current.Digest);
            }
            else
            {
                entries.Compare(found.Current.Seq, told.Current.Digest, found.Current.Digest);
                hasTold = told.MoveNext();
            }

            hasFound = found.MoveNext();
        }

        return entries.Violations();
    }

    /// <summary>The digests of history entries in the order of the chain; what is wrong with the chain itself is kept aside.</summary>
    private IEnumerable<(long Seq, UInt128 Digest)> Told()
    {
        var (number, previous, wanted) = (0L, ChainLink.Start, proof.Anchors.Select(anchor => anchor.Number).ToHashSet());
        foreach (var (link, chain) in file.Read("SELECT Number, At, Seq, Entries, Rows, Chain FROM Audit ORDER BY Number", Link))
        {
            if (link.Number != number + 1)
            {
                _broken.Add(new Violation("I12", $"audit link {number + 1}", $"it is missing: link {number} is followed by {link.Number}"));
            }
            else if (proof.Key is { } key && !link.Sign(key, previous).AsSpan().SequenceEqual(chain))
            {
                _broken.Add(new Violation("I12", $"audit link {link.Number}", number == 0
                    ? "it was not made with this key: the key is another one, or the link was changed"
                    : $"it was changed, or the one before it was: it tells of history entries {link.FirstSeq} to {link.Seq}"));
            }

            if (wanted.Contains(link.Number))
            {
                _anchored[link.Number] = Convert.ToHexStringLower(chain);
            }

            (number, previous, _last) = (link.Number, chain, link.Number);
            _rows.Add(link);
            foreach (var entry in link.Digests())
            {
                yield return entry;
            }
        }
    }

    private IEnumerable<Violation> CheckRows()
    {
        foreach (var part in AuditedPart.All)
        {
            var rows = file.Read($"SELECT \"{part.Key}\", {part.Names} FROM {part.Table}", row => (Key: row.Key(), Digest: row.Digest(_digest, part)));
            foreach (var violation in rows.Select(row => _rows.Check(part, row.Key, row.Digest)).OfType<Violation>())
            {
                yield return violation;
            }
        }

        foreach (var missing in _rows.Missing())
        {
            yield return missing;
        }
    }

    private IEnumerable<Violation> CheckAnchors() => proof.Anchors.Where(anchor => _anchored.GetValueOrDefault(anchor.Number) != anchor.Chain).Select(anchor =>
        new Violation("I12", $"audit link {anchor.Number}", anchor.Number > _last
            ? $"the file ends with link {_last}, but link {anchor.Number} with history entry {anchor.Seq} was anchored at {anchor.At:u}: its end was cut off, or it is an older copy"
            : $"it is not the one that was anchored at {anchor.At:u} with history entry {anchor.Seq}: the chain was made anew from there or before"));

    private static (ChainLink Link, byte[] Chain) Link(StoredValues row) =>
        (new ChainLink(row.Number(), row.Number(), row.Number(), row.KeyOrNone(), row.KeyOrNone()), row.KeyOrNone());
}
