using System.Buffers.Binary;
using HitlDashboard.Engine.Audit;

namespace HitlDashboard.Engine.Integrity;

/// <summary>What the chain told last about every audited row.</summary>
internal sealed class TrailRows
{
    private static readonly Dictionary<byte, AuditedPart> Parts = AuditedPart.All.ToDictionary(part => part.Code);

    private readonly Dictionary<(byte Part, UInt128 Id), (UInt128 Digest, long Link)> _told = [];

    public void Add(ChainLink link)
    {
        foreach (var (code, id, digest) in link.Records())
        {
            _told[(code, id)] = (digest, link.Number);
        }
    }

    /// <summary>Holds a row of the file against what was told; it is then done with.</summary>
    public Violation? Check(AuditedPart part, byte[] key, UInt128 found)
    {
        var id = RowDigest.Id(key);
        if (part.Unwritten is { } made && !_told.ContainsKey((part.Code, id)))
        {
            return new RowDigest().Of(made) == found ? null : new Violation("I12", Name(part, key), $"{part.Content} was changed: it is not what it was made with, and the engine never wrote it since");
        }

        if (!_told.Remove((part.Code, id), out var told) || told.Digest == UInt128.Zero)
        {
            return new Violation("I12", Name(part, key), $"it was inserted: the chain does not tell that it was made{(told.Link > 0 ? $", but in link {told.Link} that it was removed" : "")}");
        }

        return told.Digest == found ? null : new Violation("I12", Name(part, key), $"{part.Content} was changed: it is not what the engine wrote in link {told.Link}");
    }

    /// <summary>What was told of and is not there. Once every row was checked.</summary>
    public IEnumerable<Violation> Missing() => _told.Where(row => row.Value.Digest != UInt128.Zero).Select(row =>
        new Violation("I12", Parts.TryGetValue(row.Key.Part, out var part) ? $"{part.What} {new Guid(Bytes(row.Key.Id), bigEndian: true)}" : $"row of part {row.Key.Part}", $"it is missing: the engine wrote it in link {row.Value.Link}, and never removed it"));

    private static string Name(AuditedPart part, byte[] key) =>
        $"{part.What} {(key.Length == RowDigest.Size && part.Key == "Id" ? new Guid(key, bigEndian: true).ToString() : System.Text.Encoding.UTF8.GetString(key))}";

    private static byte[] Bytes(UInt128 id)
    {
        var bytes = new byte[RowDigest.Size];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, id);
        return bytes;
    }
}
