using System.Buffers.Binary;
using HitlDashboard.Engine.Audit;
using HitlDashboard.Engine.Integrity;

namespace HitlDashboard.Tests.Faults.Tamper;

/// <summary>Somebody who knows how the chain is made, and has everything but the key: changes an entry, puts the right digest into its link, and makes the chain anew from there.</summary>
internal sealed class Rechaining(Random chance)
{
    public Tampering? Play(TamperedFile file)
    {
        var seq = chance.NextInt64(1, file.Count("History") + 1);
        var number = Forge(file, seq, chance.Next(2) == 0 ? [] : Guess());
        return new Tampering($"entry {seq} is changed, and the chain made anew from link {number}", $"audit link {number}:");
    }

    /// <summary>The link from which the chain is another.</summary>
    public static long Forge(TamperedFile file, long seq, byte[] key)
    {
        file.Run("UPDATE History SET Actor = 'mallory' WHERE Seq = $0", seq);
        var digest = file.Read($"SELECT {AuditedPart.Entry.Names} FROM History WHERE Seq = $0", row => new StoredValues(row).Begin().Digest(new RowDigest(), AuditedPart.Entry), seq)[0];
        var links = file.Read("SELECT Number, At, Seq, Entries, Rows, Chain FROM Audit ORDER BY Number", row => (
            Link: new ChainLink(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), Bytes(row.IsDBNull(3) ? null : row.GetValue(3)), Bytes(row.IsDBNull(4) ? null : row.GetValue(4))),
            Chain: (byte[])row.GetValue(5)));
        var place = links.FindIndex(link => link.Link.FirstSeq <= seq && seq <= link.Link.Seq);
        var entries = links[place].Link.Entries.ToArray();
        BinaryPrimitives.WriteUInt128BigEndian(entries.AsSpan((int)(seq - links[place].Link.FirstSeq) * RowDigest.Size), digest);
        file.Run("UPDATE Audit SET Entries = $0 WHERE Number = $1", entries, links[place].Link.Number);
        var previous = place == 0 ? ChainLink.Start : links[place - 1].Chain;
        for (var next = place; next < links.Count; next++)
        {
            previous = (next == place ? links[next].Link with { Entries = entries } : links[next].Link).Sign(key, previous);
            file.Run("UPDATE Audit SET Chain = $0 WHERE Number = $1", previous, links[next].Link.Number);
        }

        return links[place].Link.Number;
    }

    private byte[] Guess()
    {
        var key = new byte[32];
        chance.NextBytes(key);
        return key;
    }

    private static byte[] Bytes(object? value) => value as byte[] ?? [];
}
