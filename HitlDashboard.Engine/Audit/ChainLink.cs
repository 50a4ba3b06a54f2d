using System.Buffers.Binary;
using System.Security.Cryptography;

namespace HitlDashboard.Engine.Audit;

/// <summary>What one commit adds to the chain.</summary>
/// <param name="Number">Counts up from 1.</param>
/// <param name="At">UTC ticks of the commit.</param>
/// <param name="Seq">The newest history entry.</param>
/// <param name="Entries">Digests of history entries, the last that of <paramref name="Seq"/>.</param>
/// <param name="Rows">Records of other rows: the part's code, id, digest; a digest of zeros says that the row was removed.</param>
internal sealed record ChainLink(long Number, long At, long Seq, ReadOnlyMemory<byte> Entries, ReadOnlyMemory<byte> Rows)
{
    /// <summary>Bytes of one record in <see cref="Rows"/>.</summary>
    public const int RecordSize = 1 + RowDigest.Size + RowDigest.Size;

    /// <summary>What the first link follows.</summary>
    public static readonly byte[] Start = new byte[HMACSHA256.HashSizeInBytes];

    private static ReadOnlySpan<byte> Domain => "hitl-audit-1"u8;

    /// <summary>The first history entry of this link.</summary>
    public long FirstSeq => Seq - (Entries.Length / RowDigest.Size) + 1;

    /// <summary>The value that nobody can work out without the key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="previous">The value of the link before.</param>
    public byte[] Sign(byte[] key, byte[] previous)
    {
        var bytes = new byte[Domain.Length + previous.Length + (4 * sizeof(long)) + Entries.Length + Rows.Length];
        Domain.CopyTo(bytes);
        previous.CopyTo(bytes.AsSpan(Domain.Length));
        var place = bytes.AsSpan(Domain.Length + previous.Length);
        foreach (var number in (ReadOnlySpan<long>)[Number, At, Seq, Entries.Length])
        {
            BinaryPrimitives.WriteInt64BigEndian(place, number);
            place = place[sizeof(long)..];
        }

        Entries.Span.CopyTo(place);
        Rows.Span.CopyTo(place[Entries.Length..]);
        return HMACSHA256.HashData(Mutations.ChainsWithoutKey ? [] : key, bytes);
    }

    /// <summary>One record of a row.</summary>
    public static void Write(Span<byte> record, AuditedPart part, UInt128 id, UInt128 digest)
    {
        record[0] = part.Code;
        BinaryPrimitives.WriteUInt128BigEndian(record[1..], id);
        BinaryPrimitives.WriteUInt128BigEndian(record[(1 + RowDigest.Size)..], digest);
    }

    /// <summary>Every record of a row.</summary>
    public IEnumerable<(byte Code, UInt128 Id, UInt128 Digest)> Records()
    {
        for (var place = 0; place + RecordSize <= Rows.Length; place += RecordSize)
        {
            var record = Rows.Span.Slice(place, RecordSize);
            yield return (record[0], RowDigest.Cut(record[1..]), RowDigest.Cut(record[(1 + RowDigest.Size)..]));
        }
    }

    /// <summary>Every digest of a history entry, with its number.</summary>
    public IEnumerable<(long Seq, UInt128 Digest)> Digests()
    {
        for (var place = 0; place + RowDigest.Size <= Entries.Length; place += RowDigest.Size)
        {
            yield return (FirstSeq + (place / RowDigest.Size), RowDigest.Cut(Entries.Span[place..]));
        }
    }
}
