using HitlDashboard.Engine.Integrity;
using HitlDashboard.Engine.Persistence;
using HitlDashboard.Tests.Engine.Integrity;
using HitlDashboard.Tests.Support;

namespace HitlDashboard.Tests.Engine.Persistence;

public sealed class DatabaseSchemaTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string File => _folder.File("hitl.db");

    public void Dispose() => _folder.Dispose();

    /// <summary>The migration tool keeps a lock in the file, and waits for ever for one that a kill left behind.</summary>
    [Fact]
    public async Task Prepare_FileOfAMigrationThatWasKilled_IsMigrated()
    {
        SoundFile.Sql(File, """
            CREATE TABLE "__EFMigrationsLock" ("Id" INTEGER NOT NULL CONSTRAINT "PK___EFMigrationsLock" PRIMARY KEY, "Timestamp" TEXT NOT NULL);
            INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-03-02 12:00:00')
            """);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));

        await DatabaseSchema.PrepareAsync(File, patience.Token);

        Assert.Empty(DatabaseVerification.Verify(File).Violations);
    }
}
