using HitlDashboard.Engine.Activities;
using HitlDashboard.Engine.Audit;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Reviews;
using HitlDashboard.Tests.Engine.Integrity;
using HitlDashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace HitlDashboard.Tests.Faults.Tamper;

/// <summary>A database that a real engine wrote and anchored, its key, its anchors, and an older copy. Copies of it are changed by the tests.</summary>
public sealed class AuditedStore : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private int _copies;

    /// <summary>The same database, some commits earlier.</summary>
    public string Older => _folder.File("older.db");

    public async Task InitializeAsync() => await WriteAsync(_folder.Path);

    public Task DisposeAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>The database of a folder of its own, with the key and the anchors beside it.</summary>
    public string Copy()
    {
        var folder = Directory.CreateDirectory(_folder.File($"copy-{Interlocked.Increment(ref _copies)}")).FullName;
        foreach (var name in new[] { "hitl.db", AuditKey.FileName, AuditAnchor.FileName })
        {
            File.Copy(_folder.File(name), Path.Combine(folder, name));
        }

        return Path.Combine(folder, "hitl.db");
    }

    /// <summary>Lets an engine work, and copies what it leaves after a clean stop.</summary>
    internal static async Task WriteAsync(string folder)
    {
        await using var engine = await EngineHarness.StartAsync(services => services.AddSingleton(new ProcessOptions { Allowed = ["ls", "sleep"] }));
        var database = Path.Combine(engine.Folder, "hitl.db");
        await SoundFile.TellAsync(engine);
        SoundFile.Sql(database, $"VACUUM INTO '{Path.Combine(folder, "older.db")}'");
        await engine.Get<ChangeAbsence>().AddAsync("ben", "cora", TimeProvider.System.GetUtcNow(), TimeProvider.System.GetUtcNow().AddDays(1), engine.Ana);
        await engine.UntilFinalAsync(await engine.RunAsync("each"));
        await engine.RestartAsync(() =>
        {
            SoundFile.Sql(database, $"VACUUM INTO '{Path.Combine(folder, "hitl.db")}'");
            foreach (var name in new[] { AuditKey.FileName, AuditAnchor.FileName })
            {
                File.Copy(Path.Combine(engine.Folder, name), Path.Combine(folder, name));
            }
        });
    }
}
