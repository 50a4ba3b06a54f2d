using System.IO.Compression;
using System.Text.Json;
using HitlDashboard.Engine.Integrity;
using HitlDashboard.Engine.Lifecycle;
using Microsoft.Data.Sqlite;

namespace HitlDashboard.Engine.Backups;

/// <summary>Puts a backup into an empty data folder. Every file is checked before the first is put in its place.</summary>
public static class DataRestore
{
    /// <summary>The folder in the data folder where a restore prepares. Where it is left, the restore was cut off.</summary>
    public const string Workplace = ".restoring";

    /// <summary>Restores.</summary>
    /// <param name="file">A backup.</param>
    /// <param name="directory">The data folder; made where it is missing. No server may use it.</param>
    /// <param name="ignored">Names in the folder that do not make it non-empty: its owner's marks.</param>
    /// <param name="cancellation">Stops; the folder is as empty as before.</param>
    /// <exception cref="EngineRefusedException">The folder is not empty, or the file is no backup, is damaged or is of a newer version. The folder is as it was.</exception>
    public static async Task<BackupResult> ReadAsync(string file, string directory, IReadOnlyList<string> ignored, CancellationToken cancellation = default)
    {
        if (Directory.Exists(directory) && Directory.EnumerateFileSystemEntries(directory).Any(entry => !ignored.Contains(Path.GetFileName(entry))))
        {
            throw new EngineRefusedException($"The folder {directory} is not empty: restore into a new one (Storage:Directory), a restore overwrites nothing.");
        }

        var work = Path.Combine(directory, Workplace);
        try
        {
            Directory.CreateDirectory(work);
            var result = await ExtractAsync(file, work, cancellation);

            // Until the database is in its place there is nothing that a server could take for a data folder of its own.
            foreach (var entry in Directory.GetFileSystemEntries(work).OrderBy(entry => Path.GetFileName(entry) == DataBackup.Database))
            {
                Directory.Move(entry, Path.Combine(directory, Path.GetFileName(entry)));
            }

            return result;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or InvalidDataException or JsonException or SqliteException)
        {
            throw new EngineRefusedException($"{file} can't be restored: {problem.Message}", problem);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static async Task<BackupResult> ExtractAsync(string file, string work, CancellationToken cancellation)
    {
        using var archive = ZipFile.OpenRead(file);
        var manifest = Manifest(archive);
        foreach (var wanted in manifest.Files)
        {
            await ExtractAsync(archive, wanted, work, cancellation);
        }

        var database = Path.Combine(work, DataBackup.Database);
        if (!File.Exists(database))
        {
            throw new InvalidDataException("it holds no database.");
        }

        try
        {
            return RecordedArtifacts.Compare(database, manifest, DatabaseVerification.VerifyKept(database));
        }
        catch (InvalidOperationException foreign)
        {
            throw new InvalidDataException(foreign.Message, foreign);
        }
    }

    private static BackupManifest Manifest(ZipArchive archive)
    {
        var entry = archive.GetEntry(BackupManifest.Name) ?? throw new InvalidDataException("it is not a backup of this program.");
        using var reader = new StreamReader(entry.Open());
        var manifest = EngineJson.Read<BackupManifest>(reader.ReadToEnd());
        if (manifest.Format == BackupManifest.Known && (manifest.Files is null || manifest.Files.Any(file => string.IsNullOrEmpty(file?.Name))))
        {
            throw new InvalidDataException("its list of files is damaged.");
        }

        return manifest.Format == BackupManifest.Known
            ? manifest
            : throw new InvalidDataException($"it has the format {manifest.Format}, this program reads {BackupManifest.Known}: restore it with the version that wrote it.");
    }

    private static async Task ExtractAsync(ZipArchive archive, BackupFile wanted, string work, CancellationToken cancellation)
    {
        // A name with a null character is no path at all.
        var path = wanted.Name.Contains('\0', StringComparison.Ordinal) ? "" : Path.GetFullPath(wanted.Name, work);
        if (!path.StartsWith(work + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"it holds a file outside the data folder ({wanted.Name}).");
        }

        var entry = archive.GetEntry(wanted.Name) ?? throw new InvalidDataException($"{wanted.Name} is missing in it.");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await using var source = entry.Open();
        await using var target = DataBackup.NewFile(path);
        if (await DataBackup.CopyAsync(source, target, cancellation, wanted.Size) != (wanted.Size, wanted.Sha256))
        {
            throw new InvalidDataException($"{wanted.Name} in it is damaged.");
        }

        target.Flush(flushToDisk: true);
    }
}
