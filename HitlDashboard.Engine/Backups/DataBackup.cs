using System.IO.Compression;
using System.Security.Cryptography;
using HitlDashboard.Engine.Audit;
using HitlDashboard.Engine.Integrity;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Persistence;
using Microsoft.Data.Sqlite;

namespace HitlDashboard.Engine.Backups;

/// <summary>Writes a data folder into one file while a server works in it: databases first, each as one transaction's picture, then every other file.</summary>
public static class DataBackup
{
    /// <summary>The engine's database.</summary>
    public const string Database = "hitl.db";

    private const string Draft = ".tmp";

    /// <summary>Files of the data folder that belong to the database: the key of its audit chain and the anchors, where they are not kept elsewhere.</summary>
    private static readonly string[] Proofs = [AuditAnchor.FileName, AuditKey.FileName];

    /// <summary>Writes the backup. It is there whole or not at all, and readable by its owner only: it holds password hashes and the key ring.</summary>
    /// <param name="directory">The data folder.</param>
    /// <param name="file">The new file; its folder is made where it is missing.</param>
    /// <param name="clock">Dates it.</param>
    /// <param name="cancellation">Stops; nothing is left behind.</param>
    /// <exception cref="EngineRefusedException">There is nothing to back up, a newer version wrote it, the file exists or is in the data folder, or something can't be read or written.</exception>
    public static async Task<BackupResult> WriteAsync(string directory, string file, TimeProvider clock, CancellationToken cancellation = default)
    {
        if (!File.Exists(Path.Combine(directory, Database)))
        {
            throw new EngineRefusedException($"There is no database in {directory}: nothing to back up.");
        }

        var work = file + ".work";
        try
        {
            BackupTarget.Check(directory, file, work);
            Directory.CreateDirectory(work);
            try
            {
                return await WriteAsync(directory, file, work, clock, cancellation);
            }
            finally
            {
                Directory.Delete(work, recursive: true);
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or SqliteException)
        {
            throw new EngineRefusedException($"The backup could not be written: {problem.Message}", problem);
        }
        catch (InvalidOperationException foreign) when (foreign is not EngineRefusedException)
        {
            throw new EngineRefusedException($"The backup was not written: {foreign.Message}", foreign);
        }
    }

    private static async Task<BackupResult> WriteAsync(string directory, string file, string work, TimeProvider clock, CancellationToken cancellation)
    {
        var at = clock.GetUtcNow();

        // Anchors come first: each must be about something that is in the copy. Without the key nobody could prove, or go on with, what is in it.
        foreach (var name in Proofs.Where(name => File.Exists(Path.Combine(directory, name))))
        {
            File.Copy(Path.Combine(directory, name), Path.Combine(work, name));
        }

        // The engine's database comes before the artifacts: a file is complete before a row names it.
        foreach (var name in Directory.GetFiles(directory, "*.db").Select(found => Path.GetFileName(found)).OrderBy(name => name != Database))
        {
            DatabaseCopy.Write(Path.Combine(directory, name), Path.Combine(work, name));
        }

        var database = Path.Combine(work, Database);
        var verification = DatabaseVerification.VerifyKept(database);
        var draft = Path.Combine(work, "backup.zip");
        var files = new List<BackupFile>();
        await using (var stream = NewFile(draft))
        {
            using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
            {
                var copied = Proofs.Select(name => Path.Combine(work, name)).Where(File.Exists);
                await AddAsync(archive, files, work, copied.Concat(Directory.GetFiles(work, "*.db")), cancellation);
                await AddAsync(archive, files, directory, Directory.GetDirectories(directory).SelectMany(Files), cancellation);
                var manifest = new BackupManifest(BackupManifest.Known, at, verification.Entries, files);
                await using var list = archive.CreateEntry(BackupManifest.Name).Open();
                await list.WriteAsync(System.Text.Encoding.UTF8.GetBytes(EngineJson.Write(manifest)), cancellation);
            }

            stream.Flush(flushToDisk: true);
        }

        File.Move(draft, file, overwrite: false);
        return RecordedArtifacts.Compare(database, new BackupManifest(BackupManifest.Known, at, verification.Entries, files), verification);
    }

    /// <summary>A new file for its owner only.</summary>
    internal static FileStream NewFile(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }

    // Drafts become files or nothing: neither is lost without them.
    private static IEnumerable<string> Files(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(name => !name.EndsWith(Draft, StringComparison.Ordinal));

    private static async Task AddAsync(ZipArchive archive, List<BackupFile> files, string root, IEnumerable<string> names, CancellationToken cancellation)
    {
        foreach (var path in names)
        {
            FileStream source;
            try
            {
                source = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            }
            catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
            {
                // Retention removed it meanwhile, or it was replaced under another name.
                continue;
            }

            await using (source)
            {
                var name = Path.GetRelativePath(root, path).Replace('\\', '/');
                await using var target = archive.CreateEntry(name, CompressionLevel.Fastest).Open();
                var (size, hash) = await CopyAsync(source, target, cancellation);
                files.Add(new BackupFile(name, size, hash));
            }
        }
    }

    /// <summary>Copies and answers how much, and its SHA-256. What is much larger than it says is not copied to its end: it could fill the disk.</summary>
    internal static async Task<(long Size, string Sha256)> CopyAsync(Stream source, Stream target, CancellationToken cancellation, long expected = long.MaxValue)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[128 * 1024];
        long size = 0;
        for (int read; size <= expected && (read = await source.ReadAsync(buffer, cancellation)) > 0; size += read)
        {
            hash.AppendData(buffer, 0, read);
            await target.WriteAsync(buffer.AsMemory(0, read), cancellation);
        }

        return (size, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}
