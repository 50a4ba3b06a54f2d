using System.Globalization;
using System.Text;

namespace HitlDashboard.Viewers;

/// <summary>
/// Makes characters visible that change what a reader sees without being seen: direction overrides, zero-width characters,
/// fillers, tags and control characters become <c>⟦U+202E⟧</c>. Everything from outside goes through here before it is shown.
/// </summary>
internal static class VisibleText
{
    public static string Of(string text)
    {
        var first = FirstHidden(text, 0);
        if (first < 0)
        {
            return text;
        }

        var result = new StringBuilder(text.Length + 32);
        var from = 0;
        for (var at = first; at >= 0; at = FirstHidden(text, from))
        {
            var rune = RuneAt(text, at);
            result.Append(text, from, at - from).Append("⟦U+").Append(rune.Value.ToString("X4", CultureInfo.InvariantCulture)).Append('⟧');
            from = at + rune.Utf16SequenceLength;
        }

        return result.Append(text, from, text.Length - from).ToString();
    }

    private static int FirstHidden(string text, int from)
    {
        for (var at = from; at < text.Length; at++)
        {
            var code = text[at];
            if (code is >= ' ' and < '\u007f' or '\n' or '\t' or '\r')
            {
                continue;
            }

            var rune = RuneAt(text, at);
            if (IsHidden(rune.Value) && !JoinsEmoji(text, at))
            {
                return at;
            }

            at += rune.Utf16SequenceLength - 1;
        }

        return -1;
    }

    // A lone surrogate counts as one replacement character.
    private static Rune RuneAt(string text, int at) => Rune.TryGetRuneAt(text, at, out var rune) ? rune : Rune.ReplacementChar;

    private static bool IsHidden(int code) => code switch
    {
        < 0x20 or (>= 0x7F and <= 0x9F) => true,
        0x00AD or 0x034F or 0x061C or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x180E => true,
        >= 0x200B and <= 0x200F => true,
        >= 0x2028 and <= 0x202E => true,
        >= 0x2060 and <= 0x206F => true,
        0x2800 or 0x3164 or 0xFEFF or 0xFFA0 => true,
        >= 0xFFF9 and <= 0xFFFB => true,
        >= 0xE0000 and <= 0xE01EF => true,
        _ => false,
    };

    /// <summary>A zero-width joiner between two pictographs is part of one emoji.</summary>
    private static bool JoinsEmoji(string text, int at) =>
        text[at] == '\u200d' && at > 0 && at + 1 < text.Length
        && (char.IsLowSurrogate(text[at - 1]) || text[at - 1] == '\ufe0f')
        && (char.IsHighSurrogate(text[at + 1]) || text[at + 1] is >= '\u2600' and <= '\u27bf');
}
