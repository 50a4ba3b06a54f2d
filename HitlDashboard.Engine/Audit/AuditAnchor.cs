using System.Text.Json;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Audit;

/// <summary>The end of the audit chain at some time. Whoever kept one elsewhere can prove later that nothing before it was changed or cut off.</summary>
/// <param name="Number">The link: one per commit, from 1.</param>
/// <param name="Seq">The newest history entry in it.</param>
/// <param name="At">When it was committed.</param>
/// <param name="Chain">Its value, 64 hexadecimal digits.</param>
public sealed record AuditAnchor(long Number, long Seq, DateTimeOffset At, string Chain)
{
    /// <summary>The name of the file of anchors.</summary>
    public const string FileName = "audit-anchors.jsonl";

    /// <summary>Appends it to a file, a line each, unless the file ends with it already.</summary>
    /// <param name="file">The file; made where it is missing.</param>
    /// <returns>Whether it was new.</returns>
    /// <exception cref="IOException">It can't be written.</exception>
    public bool AppendTo(string file)
    {
        if (ReadAll(file) is [.., var last] && last.Number == Number && last.Chain == Chain)
        {
            return false;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        using var stream = new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);

        // What a crash cut off before it stays a line of its own.
        stream.Write(System.Text.Encoding.UTF8.GetBytes("\n" + EngineJson.Write(this) + "\n"));
        stream.Flush(flushToDisk: true);
        return true;
    }

    /// <summary>Reads a file of anchors. A line that is none was cut off by a crash, or is worth as much as one that was removed: it is stepped over.</summary>
    /// <param name="file">The file; one that is missing has none.</param>
    public static IReadOnlyList<AuditAnchor> ReadAll(string file) => File.Exists(file) ? [.. File.ReadLines(file).Select(TryParse).OfType<AuditAnchor>()] : [];

    private static AuditAnchor? TryParse(string line)
    {
        try
        {
            return EngineJson.Read<AuditAnchor>(line) is { Chain.Length: 64 } anchor ? anchor : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
