using HitlDashboard.Engine;
using HitlDashboard.Engine.Backups;
using HitlDashboard.Engine.Persistence;
using HitlDashboard.Tests.Support;

namespace HitlDashboard.Tests.Engine.Backups;

/// <summary>Where a backup is not written, and that nothing is made or removed there.</summary>
public sealed class BackupTargetTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();

    private string Data => _folder.File("data");

    public Task InitializeAsync()
    {
        Directory.CreateDirectory(Path.Combine(Data, "keys"));
        return DatabaseSchema.PrepareAsync(Path.Combine(Data, "hitl.db"), CancellationToken.None);
    }

    public Task DisposeAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData("data/backup.zip")]
    [InlineData("data/backups/monday/backup.zip")]
    [InlineData("link/backup.zip")]
    [InlineData("elsewhere/../data/keys/backup.zip")]
    public async Task Backup_IntoTheDataFolder_IsRefusedBeforeAnythingIsMade(string name)
    {
        Directory.CreateSymbolicLink(_folder.File("link"), Data);
        var before = Everything();

        // Were it not refused it would fill the disk.
        using var timeUp = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var refused = await Assert.ThrowsAsync<EngineRefusedException>(() => DataBackup.WriteAsync(Data, _folder.File(name), TimeProvider.System, timeUp.Token));

        Assert.Contains("is in the data folder", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, Everything());
    }

    [Fact]
    public async Task Backup_BesideTheDataFolder_IsWritten()
    {
        await DataBackup.WriteAsync(Data, _folder.File("data-backups/..monday.zip"), TimeProvider.System);

        Assert.Equal(["..monday.zip"], Directory.GetFileSystemEntries(_folder.File("data-backups")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Backup_WhereItsWorkFolderExists_LeavesThatAlone()
    {
        Directory.CreateDirectory(_folder.File("backup.zip.work"));
        await File.WriteAllTextAsync(_folder.File("backup.zip.work/mine.txt"), "mine");
        var before = Everything();

        var refused = await Assert.ThrowsAsync<EngineRefusedException>(() => DataBackup.WriteAsync(Data, _folder.File("backup.zip"), TimeProvider.System));

        Assert.Contains("backup.zip.work exists", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, Everything());
    }

    [Fact]
    public async Task Backup_ToAPlaceThatCannotBeWritten_SaysWhy()
    {
        await File.WriteAllTextAsync(_folder.File("file"), "");

        var refused = await Assert.ThrowsAsync<EngineRefusedException>(() => DataBackup.WriteAsync(Data, _folder.File("file/backup.zip"), TimeProvider.System));

        Assert.StartsWith("The backup could not be written: ", refused.Message, StringComparison.Ordinal);
    }

    private List<string> Everything() => [.. Directory.EnumerateFileSystemEntries(_folder.Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
}
