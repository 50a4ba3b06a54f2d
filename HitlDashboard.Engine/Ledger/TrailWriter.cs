using System.Buffers.Binary;
using HitlDashboard.Engine.Audit;
using HitlDashboard.Engine.Persistence;
using Microsoft.Data.Sqlite;

namespace HitlDashboard.Engine.Ledger;

/// <summary>Adds one link to the audit chain for each commit, in the commit's own transaction: the digests of the history entries and of every audited row that it wrote. Used by the writer's thread alone.</summary>
internal sealed class TrailWriter : IDisposable
{
    private readonly AuditTrail _trail;
    private readonly RowDigest _digest = new();
    private readonly Dictionary<(byte Part, UInt128 Id), WrittenRow> _changed = [];
    private readonly List<UInt128> _entries = [];
    private readonly Dictionary<AuditedPart, Statement> _read;
    private readonly Statement _insert;
    private readonly TrailOpening _opening;
    private readonly HashSet<(string Table, string Column)> _defaults;
    private byte[] _key = [];
    private (long Number, byte[] Chain, AuditAnchor? Anchor) _end = (0, ChainLink.Start, null);
    private (long Number, byte[] Chain, AuditAnchor? Anchor) _saved = (0, ChainLink.Start, null);

    public TrailWriter(SqliteConnection connection, AuditTrail trail, TimeProvider clock)
    {
        (_trail, _opening) = (trail, new TrailOpening(connection, clock));
        _read = AuditedPart.All.ToDictionary(part => part, part => new Statement(connection, $"SELECT {part.Names} FROM {part.Table} WHERE \"{part.Key}\" = $0", 1));
        _defaults = _opening.Defaults();
        _insert = new Statement(connection, "INSERT INTO Audit (Number, At, Seq, Entries, Rows, Chain) VALUES ($0, $1, $2, $3, $4, $5)", 6);
    }

    /// <summary>Takes up the chain where it ends; a database without one gets one that begins with all that is there.</summary>
    /// <exception cref="EngineRefusedException">The key is missing or is not that of the chain, or the chain was removed.</exception>
    public void Open(SqliteTransaction transaction, EngineOptions options)
    {
        var last = _opening.Last(transaction);
        _key = _opening.Key(transaction, options, last);
        if (last is { } found)
        {
            Move(found.Link, found.Chain);
            return;
        }

        foreach (var link in _opening.Everything(transaction))
        {
            Add(transaction, link);
        }
    }

    /// <summary>Who hears of a statement that writes some columns of parts.</summary>
    public RowChanged Changed(AuditedPart[] parts) => values =>
    {
        foreach (var part in parts)
        {
            Note(new WrittenRow(part, values[0]!, null));
        }
    };

    /// <summary>Who hears of a statement that writes all columns of parts.</summary>
    public RowChanged Written((AuditedPart Part, Source[] Values)[] parts, bool isNew = false) => values =>
    {
        foreach (var (part, sources) in parts)
        {
            var row = new object?[sources.Length];
            for (var column = 0; column < row.Length; column++)
            {
                row[column] = sources[column].Of(values);
            }

            if (!isNew || !part.IsUnwritten(row))
            {
                Note(new WrittenRow(part, values[0]!, row));
            }
        }
    };

    /// <summary>Who hears of a statement that makes rows of a table: null where they are not audited. What it leaves out is null, or has a default and is read.</summary>
    public RowChanged? Made(string table, string[] columns)
    {
        var parts = AuditedPart.All.Where(part => part.Table == table && !(part.Unwritten is not null && !part.Columns.Any(columns.Contains))).ToList();
        var whole = parts.Where(part => part.Columns.Except(columns).All(column => !_defaults.Contains((table, column)))).ToArray();
        var written = Written([.. whole.Select(part => (part, part.Columns.Select(column => Array.IndexOf(columns, column) is var place and >= 0 ? (Source)place : new Source(null)).ToArray()))], isNew: true);
        var changed = Changed([.. parts.Except(whole)]);
        return parts.Count == 0 ? null : values =>
        {
            written(values);
            changed(values);
        };
    }

    /// <summary>A history entry was written: its values but the number, which follows the last one's.</summary>
    public void Entry(ReadOnlySpan<object?> values) => _entries.Add(_digest.Of(values));

    /// <summary>Chains what was written since the last commit.</summary>
    /// <param name="transaction">The commit's.</param>
    /// <param name="now">Its instant.</param>
    /// <param name="seq">The newest history entry.</param>
    public void Seal(SqliteTransaction transaction, DateTimeOffset now, long seq)
    {
        if ((_entries.Count == 0 && _changed.Count == 0) || Mutations.SkipsChain)
        {
            return;
        }

        var (entries, rows) = (new byte[_entries.Count * RowDigest.Size], new byte[_changed.Count * ChainLink.RecordSize]);
        for (var place = 0; place < _entries.Count; place++)
        {
            BinaryPrimitives.WriteUInt128BigEndian(entries.AsSpan(place * RowDigest.Size), _entries[place]);
        }

        var record = rows.AsSpan();
        foreach (var ((_, id), row) in _changed)
        {
            ChainLink.Write(record, row.Part, id, row.Values is null ? Digest(transaction, row.Part, row.Key) : _digest.Of(row.Values));
            record = record[ChainLink.RecordSize..];
        }

        Add(transaction, new ChainLink(_end.Number + 1, now.UtcTicks, seq, entries, rows));
    }

    public void Committed()
    {
        Clear();
        _saved = _end;
        if (_end.Anchor is { } anchor)
        {
            _trail.MoveTo(anchor);
        }
    }

    public void Undone()
    {
        Clear();
        _end = _saved;
    }

    public void Dispose()
    {
        foreach (var statement in _read.Values.Append(_insert))
        {
            statement.Dispose();
        }
    }

    private void Note(WrittenRow row) => _changed[(row.Part.Code, RowDigest.Id(row.Key))] = row;

    private UInt128 Digest(SqliteTransaction transaction, AuditedPart part, object key)
    {
        // A row that is gone has the digest of zeros.
        var found = _read[part].Read(transaction, row => row.Digest(_digest, part.Columns.Length), key);
        return found.Count == 0 ? UInt128.Zero : found[0];
    }

    private void Add(SqliteTransaction transaction, ChainLink link)
    {
        var chain = link.Sign(_key, _end.Chain);
        _insert.Execute(transaction, link.Number, link.At, link.Seq, Stored(link.Entries), Stored(link.Rows), chain);
        Move(link, chain);
    }

    private void Move(ChainLink link, byte[] chain) =>
        _end = (link.Number, chain, new AuditAnchor(link.Number, link.Seq, new DateTimeOffset(link.At, TimeSpan.Zero), Convert.ToHexStringLower(chain)));

    private static byte[]? Stored(ReadOnlyMemory<byte> bytes) => bytes.IsEmpty ? null : bytes.ToArray();

    private void Clear()
    {
        _changed.Clear();
        _entries.Clear();
    }
}

/// <summary>A row of which a commit wrote a part.</summary>
/// <param name="Part">The part.</param>
/// <param name="Key">The key of the row.</param>
/// <param name="Values">What the part now holds, or null where it has to be read.</param>
internal readonly record struct WrittenRow(AuditedPart Part, object Key, object?[]? Values);

/// <summary>Where a statement gets a column's value from: one of its own values by number, or a constant of its text.</summary>
internal readonly struct Source
{
    private readonly int _place;
    private readonly string? _constant;

    public Source(string? constant) => (_place, _constant) = (-1, constant);

    private Source(int place) => _place = place;

    public static implicit operator Source(int place) => new(place);

    public static implicit operator Source(string? constant) => new(constant);

    public object? Of(ReadOnlySpan<object?> values) => _place < 0 ? _constant : values[_place];
}
