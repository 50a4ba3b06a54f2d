using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace HitlDashboard.Engine.Audit;

/// <summary>SHA-256 of a row's values, cut to 16 bytes. Each value that is not null goes in with its column's number, its type and its length, so that no two rows give the same bytes.</summary>
internal sealed class RowDigest
{
    /// <summary>Bytes of a digest, and of a row's id.</summary>
    public const int Size = 16;

    private byte[] _bytes = new byte[4096];
    private int _length;

    /// <summary>What identifies a row in the chain: its 16 bytes, or a digest of its name.</summary>
    public static UInt128 Id(object key) => key switch
    {
        byte[] { Length: Size } id => BinaryPrimitives.ReadUInt128BigEndian(id),
        byte[] other => Cut(SHA256.HashData(other)),
        string name => Id(Encoding.UTF8.GetBytes(name)),
        _ => throw new ArgumentException($"A {key.GetType().Name} names no row.", nameof(key)),
    };

    public static UInt128 Cut(ReadOnlySpan<byte> hash) => BinaryPrimitives.ReadUInt128BigEndian(hash);

    /// <summary>The digest of values in the order of their columns: integers, doubles, text, bytes or null.</summary>
    public UInt128 Of(params ReadOnlySpan<object?> values)
    {
        for (var column = 0; column < values.Length; column++)
        {
            Add(column, values[column]);
        }

        return End();
    }

    public void Add(int column, long value) => BinaryPrimitives.WriteInt64BigEndian(Next(column, 'i', sizeof(long)), value);

    public void Add(int column, double value) => BinaryPrimitives.WriteDoubleBigEndian(Next(column, 'd', sizeof(double)), value);

    public void AddText(int column, ReadOnlySpan<byte> utf8) => utf8.CopyTo(Next(column, 't', utf8.Length));

    public void AddBytes(int column, ReadOnlySpan<byte> bytes) => bytes.CopyTo(Next(column, 'b', bytes.Length));

    /// <summary>The digest of what was added; the next row begins.</summary>
    public UInt128 End()
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(_bytes.AsSpan(0, _length), hash);
        _length = 0;
        return Cut(hash);
    }

    private void Add(int column, object? value)
    {
        switch (value)
        {
            case null:
                break;
            case long number:
                Add(column, number);
                break;
            case int number:
                Add(column, (long)number);
                break;
            case double number:
                Add(column, number);
                break;
            case string text:
                AddText(column, text);
                break;
            case byte[] bytes:
                AddBytes(column, bytes);
                break;
            default:
                throw new ArgumentException($"A {value.GetType().Name} is not a value of a row.", nameof(value));
        }
    }

    // Room for the longest that it can be, then its length: counting its bytes first would cost as much as writing them.
    private void AddText(int column, string text)
    {
        var place = Next(column, 't', Encoding.UTF8.GetMaxByteCount(text.Length));
        var written = Encoding.UTF8.GetBytes(text, place);
        _length -= place.Length - written;
        BinaryPrimitives.WriteInt32BigEndian(_bytes.AsSpan(_length - written - sizeof(int)), written);
    }

    private Span<byte> Next(int column, char type, int length)
    {
        const int head = 1 + 1 + sizeof(int);
        if (_bytes.Length < _length + head + length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + head + length));
        }

        var place = _bytes.AsSpan(_length);
        (place[0], place[1]) = ((byte)column, (byte)type);
        BinaryPrimitives.WriteInt32BigEndian(place[2..], length);
        _length += head + length;
        return place.Slice(head, length);
    }
}
