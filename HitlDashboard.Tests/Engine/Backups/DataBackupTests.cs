using System.IO.Compression;
using HitlDashboard.Engine;
using HitlDashboard.Engine.Artifacts;
using HitlDashboard.Engine.Backups;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Runs;
using HitlDashboard.Tests.Engine.Persistence;
using HitlDashboard.Tests.Support;

namespace HitlDashboard.Tests.Engine.Backups;

/// <summary>T12: a backup under load opens, passes the checker, is a prefix of the history, and what is in it goes on.</summary>
public sealed class DataBackupTests : IDisposable
{
    private const string Letter = "name: letter\nsteps:\n  - { id: draft, uses: template, with: { template: \"Dear {{input.name}}\", file: \"{{input.name}}.md\" } }\n  - { id: last, uses: set, with: { done: true } }\n";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Backup_UnderLoad_IsAPrefixOfTheHistory_AndGoesOn()
    {
        await using var engine = await EngineHarness.StartAsync();
        await engine.SaveAsync(Letter);
        var source = Path.Combine(engine.Folder, "hitl.db");
        using var stop = new CancellationTokenSource();
        var load = Task.WhenAll(Enumerable.Range(0, 4).Select(writer => LoadAsync(engine, writer, stop.Token)));
        var backups = new List<BackupResult>();
        for (var count = 0; count < 3; count++)
        {
            // Something is written before, and something while it is made.
            var before = await SeqAsync(engine);
            await Eventually.IsTrueAsync(async () => await SeqAsync(engine) > before + 20, "the load writes");
            backups.Add(await DataBackup.WriteAsync(engine.Folder, _folder.File($"{count}.zip"), TimeProvider.System));
        }

        var last = backups[^1].Manifest.HistoryEntries;
        await Eventually.IsTrueAsync(async () => await SeqAsync(engine) > last, "the load went on");
        await stop.CancelAsync();
        await load;

        var history = ReleasedFile.History(source);
        for (var count = 0; count < backups.Count; count++)
        {
            await RestoreAsync(_folder.File($"{count}.zip"), _folder.File($"restored-{count}"), history);
        }
    }

    [Fact]
    public async Task Restore_IntoAFolderThatIsNotEmpty_IsRefusedAndChangesNothing()
    {
        var backup = await BackupAsync();
        Directory.CreateDirectory(_folder.File("data"));
        await File.WriteAllTextAsync(Path.Combine(_folder.File("data"), "mine.txt"), "mine");

        var refused = await Assert.ThrowsAsync<EngineRefusedException>(() => DataRestore.ReadAsync(backup, _folder.File("data"), []));

        Assert.Contains("is not empty", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["mine.txt"], Directory.GetFileSystemEntries(_folder.File("data")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Restore_OfADamagedBackup_IsRefusedAndLeavesTheFolderEmpty()
    {
        var backup = await BackupAsync();
        using (var archive = ZipFile.Open(backup, ZipArchiveMode.Update))
        {
            archive.GetEntry("published/letter/a.md")!.Delete();
            await using var other = archive.CreateEntry("published/letter/a.md").Open();
            await other.WriteAsync("Dear b"u8.ToArray());
        }

        var refused = await Assert.ThrowsAsync<EngineRefusedException>(() => DataRestore.ReadAsync(backup, _folder.File("data"), []));

        Assert.Contains("published/letter/a.md in it is damaged", refused.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.File("data")));
    }

    [Fact]
    public async Task Restore_OfAFileOutsideTheFolder_IsRefused()
    {
        using (var archive = ZipFile.Open(_folder.File("bad.zip"), ZipArchiveMode.Create))
        {
            await using var list = archive.CreateEntry("manifest.json").Open();
            await list.WriteAsync(System.Text.Encoding.UTF8.GetBytes(EngineJson.Write(new BackupManifest(1, FixedClock.Noon, 0, [new BackupFile("../evil", 1, new string('a', 64))]))));
        }

        var refused = await Assert.ThrowsAsync<EngineRefusedException>(() => DataRestore.ReadAsync(_folder.File("bad.zip"), _folder.File("data"), []));

        Assert.Contains("outside the data folder", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Backup_OntoAnExistingFile_IsRefused()
    {
        var backup = await BackupAsync();
        var bytes = await File.ReadAllBytesAsync(backup);

        await Assert.ThrowsAsync<EngineRefusedException>(() => BackupAsync());

        Assert.Equal(bytes, await File.ReadAllBytesAsync(backup));
    }

    private async Task<string> BackupAsync()
    {
        await using var engine = await EngineHarness.StartAsync();
        await engine.CompleteAsync(Letter, "letter", new { name = "a" });
        await DataBackup.WriteAsync(engine.Folder, _folder.File("backup.zip"), TimeProvider.System);
        return _folder.File("backup.zip");
    }

    private static async Task RestoreAsync(string backup, string directory, List<string> history)
    {
        var restored = await DataRestore.ReadAsync(backup, directory, []);
        Assert.Empty(restored.Verification.Violations);
        Assert.Empty(restored.MissingArtifacts);
        var entries = ReleasedFile.History(Path.Combine(directory, "hitl.db"));
        Assert.Equal(restored.Manifest.HistoryEntries, entries.Count);
        Assert.Equal(history.Take(entries.Count), entries);
        Assert.True(entries.Count < history.Count, "Nothing was written after the backup: it was not under load.");

        await using var engine = await EngineHarness.StartAsync(options: options => options with { Directory = directory });
        await Eventually.IsTrueAsync(
            async () => (await engine.Get<RunQueries>().ListAsync(new RunFilter { State = RunState.Running, Limit = 200 })).Items.Count == 0, "every restored run ends");
        var run = (await engine.Get<RunQueries>().ListAsync(new RunFilter { Limit = 1 })).Items[0];
        var artifact = (await engine.Get<RunQueries>().GetAsync(run.Id))!.Artifacts[0];
        await using var bytes = engine.Get<ArtifactStore>().OpenRead(artifact.Id);
        Assert.Equal(artifact.Size, bytes.Length);
    }

    private static async Task LoadAsync(EngineHarness engine, int writer, CancellationToken stop)
    {
        for (var count = 0; !stop.IsCancellationRequested; count++)
        {
            await engine.UntilFinalAsync(await engine.RunAsync("letter", new { name = $"{writer}-{count}" }));
        }
    }

    private static async Task<long> SeqAsync(EngineHarness engine) =>
        await Task.Run(() => long.Parse(ReleasedFile.Read(Path.Combine(engine.Folder, "hitl.db"), "SELECT COALESCE(MAX(Seq), 0) FROM History")[0]));
}
