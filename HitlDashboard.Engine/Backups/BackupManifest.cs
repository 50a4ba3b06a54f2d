using HitlDashboard.Engine.Integrity;

namespace HitlDashboard.Engine.Backups;

/// <summary>What is in a backup: a zip file with every file of the data folder under its own name, and this list as <c>manifest.json</c>.</summary>
/// <param name="Format">1.</param>
/// <param name="At">When it was begun.</param>
/// <param name="HistoryEntries">How far the history goes in it.</param>
/// <param name="Files">Every file but this list.</param>
public sealed record BackupManifest(int Format, DateTimeOffset At, long HistoryEntries, IReadOnlyList<BackupFile> Files)
{
    /// <summary>The list's own name.</summary>
    public const string Name = "manifest.json";

    /// <summary>The format that this program writes and reads.</summary>
    public const int Known = 1;
}

/// <summary>One file of a backup.</summary>
/// <param name="Name">Its place under the data folder, with slashes.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Sha256">64 lower-case hexadecimal digits.</param>
public sealed record BackupFile(string Name, long Size, string Sha256);

/// <summary>What a backup or restore did.</summary>
/// <param name="Manifest">What is in it.</param>
/// <param name="Verification">How its database stands against the engine's promises; <see cref="Verification.OlderSchema"/> says where that was not looked at.</param>
/// <param name="MissingArtifacts">Artifacts that the database names and that have no file, as names under the data folder.</param>
public sealed record BackupResult(BackupManifest Manifest, Verification Verification, IReadOnlyList<string> MissingArtifacts);
