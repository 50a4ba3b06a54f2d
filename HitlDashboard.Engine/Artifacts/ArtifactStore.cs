using System.Security.Cryptography;
using System.Text;
using HitlDashboard.Engine.Activities;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Artifacts;

/// <summary>The bytes of artifacts, one file each under a folder. A file is complete and on disk before anything refers to it.</summary>
/// <param name="directory">The folder; made on first use.</param>
/// <param name="clock">Ids are made from it.</param>
public sealed class ArtifactStore(string directory, TimeProvider clock)
{
    /// <summary>The largest artifact, in bytes.</summary>
    public const int MaxBytes = 50 * 1024 * 1024;

    private const int LongestName = 120;

    /// <summary>Stores bytes under a new id. Nothing refers to them until the task's outcome is recorded.</summary>
    /// <param name="name">A file name; folders and characters that file systems dislike are taken out.</param>
    /// <param name="mediaType">As <c>text/markdown</c>.</param>
    /// <param name="bytes">At most <see cref="MaxBytes"/>.</param>
    /// <param name="cancellation">Stops writing.</param>
    /// <exception cref="ArgumentException">There are too many bytes.</exception>
    public async Task<StoredArtifact> StoreAsync(string name, string mediaType, ReadOnlyMemory<byte> bytes, CancellationToken cancellation = default)
    {
        if (bytes.Length > MaxBytes)
        {
            throw new ArgumentException($"An artifact has at most {MaxBytes / 1024 / 1024} MiB.", nameof(bytes));
        }

        var id = ArtifactId.New(clock);
        await PublishedFile.WriteAsync(PathOf(id), bytes, cancellation);
        return new StoredArtifact(id, SafeName(name), mediaType, bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes.Span)));
    }

    /// <summary>Opens an artifact for reading.</summary>
    /// <exception cref="FileNotFoundException">There is none with this id.</exception>
    public Stream OpenRead(ArtifactId id) => new FileStream(PathOf(id), FileMode.Open, FileAccess.Read, FileShare.Read);

    /// <summary>Removes an artifact's file; nothing where there is none.</summary>
    public void Delete(ArtifactId id)
    {
        var path = PathOf(id);
        if (File.Exists(path))
        {
            File.Delete(path);
        }
    }

    /// <summary>Removes files that are not recorded, and drafts that were never finished.</summary>
    /// <param name="recorded">The artifacts that something refers to.</param>
    /// <param name="writtenBefore">Younger files stay: what wrote them may not have been recorded yet.</param>
    /// <param name="cancellation">Stops between two files.</param>
    /// <returns>How many were removed.</returns>
    public int Sweep(IReadOnlySet<ArtifactId> recorded, DateTimeOffset writtenBefore, CancellationToken cancellation = default)
    {
        var removed = 0;
        foreach (var file in Directory.Exists(directory) ? new DirectoryInfo(directory).EnumerateFiles("*", SearchOption.AllDirectories) : [])
        {
            cancellation.ThrowIfCancellationRequested();
            var isRecorded = Guid.TryParseExact(file.Name, "N", out var id) && recorded.Contains(new ArtifactId(id));
            if (!isRecorded && file.LastWriteTimeUtc < writtenBefore.UtcDateTime)
            {
                file.Delete();
                removed++;
            }
        }

        return removed;
    }

    private string PathOf(ArtifactId id)
    {
        // The last digits are random: folders fill evenly.
        var name = id.Value.ToString("N");
        return Path.Combine(directory, name[^2..], name);
    }

    private static string SafeName(string name)
    {
        var last = name.Split('/', '\\')[^1];
        var clean = new StringBuilder();
        foreach (var letter in last.EnumerateRunes().Where(letter => !Rune.IsControl(letter) && letter.Value is not (':' or '*' or '?' or '"' or '<' or '>' or '|')))
        {
            // Never half of a letter.
            if (clean.Length + letter.Utf16SequenceLength > LongestName)
            {
                break;
            }

            clean.Append(letter);
        }

        var kept = clean.ToString().Trim(' ', '.');
        return kept.Length == 0 ? "artifact" : kept;
    }
}
