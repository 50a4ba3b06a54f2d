using System.Buffers.Binary;
using HitlDashboard.Engine.Audit;
using Microsoft.Data.Sqlite;

namespace HitlDashboard.Engine.Ledger;

/// <summary>What happens to the audit chain when the writer opens a database: its end and its key are checked, or it is begun.</summary>
internal sealed class TrailOpening(SqliteConnection connection, TimeProvider clock)
{
    private const int RowsPerLink = 5000;

    private readonly RowDigest _digest = new();

    /// <summary>The newest link, with its value and that of the one before; null where there is no chain.</summary>
    public (ChainLink Link, byte[] Chain, byte[] Previous)? Last(SqliteTransaction transaction)
    {
        using var newest = new Statement(connection, "SELECT Number, At, Seq, Entries, Rows, Chain FROM Audit ORDER BY Number DESC LIMIT 2", 0);
        var links = newest.Read(transaction, row => (
            Link: new ChainLink(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetBytes(3), row.GetBytes(4)), Chain: row.GetBytes(5)));
        return links.Count == 0 ? null : (links[0].Link, links[0].Chain, links.Count == 2 ? links[1].Chain : ChainLink.Start);
    }

    /// <summary>Columns that get a value where a statement gives none.</summary>
    public HashSet<(string Table, string Column)> Defaults()
    {
        var found = new HashSet<(string, string)>();
        foreach (var table in AuditedPart.All.Select(part => part.Table).Distinct())
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"SELECT name FROM pragma_table_info('{table}') WHERE dflt_value IS NOT NULL";
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                found.Add((table, reader.GetString(0)));
            }
        }

        return found;
    }

    /// <summary>The key of the chain; a new one where there is neither a chain nor a key.</summary>
    public byte[] Key(SqliteTransaction transaction, EngineOptions options, (ChainLink Link, byte[] Chain, byte[] Previous)? last)
    {
        var (file, key) = (options.AuditKeyPath, AuditKey.Read(options.AuditKeyPath));
        if (last is not { } end)
        {
            return AuditAnchor.ReadAll(options.AuditAnchorPath).Count == 0
                ? key ?? AuditKey.Make(file)
                : throw new EngineRefusedException(
                    $"The database has no audit chain, but {options.AuditAnchorPath} has anchors of one: somebody removed it. Restore a backup, or move the anchors away to begin a new chain.");
        }

        if (key is null)
        {
            throw new EngineRefusedException($"The audit key {file} is missing, and the database has a chain that was made with it: put it back (a backup has it), or set Audit:KeyFile. docs/operations.md says what to do where it is lost.");
        }

        return end.Link.Sign(key, end.Previous).AsSpan().SequenceEqual(end.Chain)
            ? key
            : throw new EngineRefusedException($"The audit key {file} is not the one that the database's chain was made with, or the chain's end was changed: put back the right key, or restore a backup. 'audit verify' says more.");
    }

    /// <summary>Links that take in everything that is in the database, so that from now on none of it can be changed unnoticed.</summary>
    public IEnumerable<ChainLink> Everything(SqliteTransaction transaction)
    {
        var (now, number, seq) = (clock.GetUtcNow().UtcTicks, 0L, 0L);
        foreach (var chunk in Unbroken(Entries(transaction)))
        {
            seq = chunk[^1].Seq;
            yield return new ChainLink(++number, now, seq, Bytes(chunk), default);
        }

        foreach (var chunk in AuditedPart.All.SelectMany(part => Rows(transaction, part)).Chunk(RowsPerLink))
        {
            var rows = new byte[chunk.Length * ChainLink.RecordSize];
            for (var place = 0; place < chunk.Length; place++)
            {
                ChainLink.Write(rows.AsSpan(place * ChainLink.RecordSize), chunk[place].Part, chunk[place].Id, chunk[place].Digest);
            }

            yield return new ChainLink(++number, now, seq, default, rows);
        }
    }

    private IEnumerable<(long Seq, UInt128 Digest)> Entries(SqliteTransaction transaction)
    {
        var part = AuditedPart.Entry;
        using var page = new Statement(connection, $"SELECT {part.Names}, Seq FROM History WHERE Seq > $0 ORDER BY Seq LIMIT {RowsPerLink}", 1);
        for (long after = 0; page.Read(transaction, row => (row.GetInt64(part.Columns.Length), row.Digest(_digest, part.Columns.Length)), after) is { Count: > 0 } found; after = found[^1].Item1)
        {
            foreach (var entry in found)
            {
                yield return entry;
            }
        }
    }

    private IEnumerable<(AuditedPart Part, UInt128 Id, UInt128 Digest)> Rows(SqliteTransaction transaction, AuditedPart part)
    {
        var columns = part.Columns.Length;
        using var page = new Statement(connection, $"SELECT {part.Names}, \"{part.Key}\", rowid FROM {part.Table} WHERE rowid > $0 ORDER BY rowid LIMIT {RowsPerLink}", 1);
        for (long after = 0; page.Read(transaction, row => (Place: row.GetInt64(columns + 1), Id: RowDigest.Id(row.GetBytes(columns)), Digest: row.Digest(_digest, columns)), after) is { Count: > 0 } found;
            after = found[^1].Place)
        {
            foreach (var row in found)
            {
                yield return (part, row.Id, row.Digest);
            }
        }
    }

    /// <summary>A link names only its last entry: where a number is missing, another begins.</summary>
    private static IEnumerable<List<(long Seq, UInt128 Digest)>> Unbroken(IEnumerable<(long Seq, UInt128 Digest)> entries)
    {
        var chunk = new List<(long Seq, UInt128 Digest)>();
        foreach (var entry in entries)
        {
            if (chunk.Count == RowsPerLink || (chunk.Count > 0 && chunk[^1].Seq + 1 != entry.Seq))
            {
                yield return chunk;
                chunk = [];
            }

            chunk.Add(entry);
        }

        if (chunk.Count > 0)
        {
            yield return chunk;
        }
    }

    private static byte[] Bytes(List<(long Seq, UInt128 Digest)> entries)
    {
        var bytes = new byte[entries.Count * RowDigest.Size];
        for (var place = 0; place < entries.Count; place++)
        {
            BinaryPrimitives.WriteUInt128BigEndian(bytes.AsSpan(place * RowDigest.Size), entries[place].Digest);
        }

        return bytes;
    }
}
