using System.Text;

namespace HitlDashboard.Tests.Fuzz;

/// <summary>Damages text as accidents and attackers do: a byte flipped, a piece cut out, doubled, moved in from another text, or the end missing.</summary>
internal static class Mutation
{
    private static readonly string[] Pieces =
    [
        "\0", "\uFEFF", "\u202E", "\uD83D\uDE00", "\u2028", "\r", "\t", "\"", "'", "\\", "\\u0000", "\\ud800", "{", "}", "[", "]", "(", ")", ",", ":", "- ", "{{", "}}", "{{#each a}}", "{{#if ", "}}", "&a ", "*a", "!!x ", "<<: ", "---\n", "|2\n", "#",
        "null", "true", "-1", "0", "1e400", "99999999999999999999", "2147483648", "-9223372036854775809", "NaN", "0x10", "1.0", "<script>", "<img src=x onerror=alert(1)>", "javascript:", "](", "![", "`", "|", "../", "%2e%2e%2f", "\u001e",
    ];

    /// <summary>The text with one to four wounds.</summary>
    public static byte[] Of(byte[] text, IReadOnlyList<byte[]> others, Random chance)
    {
        var bytes = text.ToList();
        for (var wounds = chance.Next(1, 5); wounds > 0; wounds--)
        {
            Wound(bytes, others, chance);
        }

        return [.. bytes];
    }

    private static void Wound(List<byte> bytes, IReadOnlyList<byte[]> others, Random chance)
    {
        var at = chance.Next(bytes.Count + 1);
        var length = chance.Next(Math.Min(bytes.Count - at, 40) + 1);
        switch (chance.Next(7))
        {
            case 0 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << chance.Next(8));
                break;
            case 1:
                bytes.RemoveRange(at, length);
                break;
            case 2:
                bytes.InsertRange(at, bytes.GetRange(at, length));
                break;
            case 3:
                var other = others[chance.Next(others.Count)];
                var from = chance.Next(other.Length + 1);
                bytes.InsertRange(at, other.AsSpan(from, chance.Next(Math.Min(other.Length - from, 60) + 1)).ToArray());
                break;
            case 4 when chance.Next(4) == 0:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            default:
                bytes.InsertRange(at, Encoding.UTF8.GetBytes(Pieces[chance.Next(Pieces.Length)]));
                break;
        }
    }
}
