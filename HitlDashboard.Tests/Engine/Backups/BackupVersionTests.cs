using System.IO.Compression;
using HitlDashboard.Engine;
using HitlDashboard.Engine.Backups;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Persistence;
using HitlDashboard.Tests.Engine.Persistence;
using HitlDashboard.Tests.Support;

namespace HitlDashboard.Tests.Engine.Backups;

/// <summary>Backups of what another version wrote, and of what is damaged: the only copy there is must neither be refused nor praised.</summary>
public sealed class BackupVersionTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public BackupVersionTests() => Directory.CreateDirectory(_folder.File("data"));

    private string Database => _folder.File("data/hitl.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Backup_OfAnOlderVersion_IsRestored_AndThisVersionUpgradesIt()
    {
        ReleasedFile.Write(Database);
        var history = ReleasedFile.History(Database);

        var written = await DataBackup.WriteAsync(_folder.File("data"), _folder.File("backup.zip"), TimeProvider.System);
        var restored = await DataRestore.ReadAsync(_folder.File("backup.zip"), _folder.File("elsewhere"), []);

        Assert.All([written, restored], result => Assert.Contains("EngineInFull", result.Verification.OlderSchema, StringComparison.Ordinal));
        Assert.All([written, restored], result => Assert.Equal((14, history.Count), (result.Verification.Runs, result.Verification.Entries)));
        var database = _folder.File("elsewhere/hitl.db");
        await DatabaseSchema.PrepareAsync(database, CancellationToken.None).WaitAsync(Eventually.Deadline);
        Assert.Equal(history, ReleasedFile.History(database));
    }

    [Fact]
    public async Task Backup_OfANewerVersion_IsRefused_AndSoIsItsRestore()
    {
        ReleasedFile.Write(Database);
        await DataBackup.WriteAsync(_folder.File("data"), _folder.File("backup.zip"), TimeProvider.System);
        ReleasedFile.Execute(Database, "INSERT INTO __EFMigrationsHistory VALUES ('99990101000000_Later', '99.0')");

        var refused = await Assert.ThrowsAsync<EngineRefusedException>(() => DataBackup.WriteAsync(_folder.File("data"), _folder.File("newer.zip"), TimeProvider.System));

        Assert.Contains("newer version of this program (schema 99990101000000_Later)", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["backup.zip", "data"], Directory.GetFileSystemEntries(_folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        refused = await Assert.ThrowsAsync<EngineRefusedException>(() => DataRestore.ReadAsync(WithDatabase(_folder.File("backup.zip")), _folder.File("elsewhere"), []));
        Assert.Contains("newer version of this program", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Backup_WithADamagedTableOfArtifacts_SaysSo_AndIsThere()
    {
        await using var engine = await EngineHarness.StartAsync();
        await engine.CompleteAsync("name: letter\nsteps:\n  - { id: draft, uses: template, with: { template: Dear, file: a.md } }\n", "letter");
        await engine.RestartAsync(() => ReleasedFile.Execute(Path.Combine(engine.Folder, "hitl.db"), "PRAGMA foreign_keys = OFF; UPDATE Artifacts SET Id = x'00'"));

        var written = await DataBackup.WriteAsync(engine.Folder, _folder.File("backup.zip"), TimeProvider.System);

        Assert.Contains(written.Verification.Violations, violation => violation.Subject == "table Artifacts");
        Assert.True(File.Exists(_folder.File("backup.zip")));
    }

    /// <summary>The backup with the database as it is now.</summary>
    private string WithDatabase(string backup)
    {
        var (changed, bytes) = (_folder.File("changed.zip"), File.ReadAllBytes(Database));
        File.Copy(backup, changed);
        using var archive = ZipFile.Open(changed, ZipArchiveMode.Update);
        using var list = new MemoryStream();
        using (var stored = archive.GetEntry(BackupManifest.Name)!.Open())
        {
            stored.CopyTo(list);
        }

        var manifest = EngineJson.Read<BackupManifest>(System.Text.Encoding.UTF8.GetString(list.ToArray()));
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));
        Replace(archive, "hitl.db", bytes);
        Replace(archive, BackupManifest.Name, System.Text.Encoding.UTF8.GetBytes(EngineJson.Write(
            manifest with { Files = [.. manifest.Files.Select(file => file.Name == "hitl.db" ? new BackupFile(file.Name, bytes.Length, hash) : file)] })));
        return changed;
    }

    private static void Replace(ZipArchive archive, string name, byte[] bytes)
    {
        archive.GetEntry(name)!.Delete();
        using var target = archive.CreateEntry(name).Open();
        target.Write(bytes);
    }
}
