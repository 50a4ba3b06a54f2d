using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace HitlDashboard.Engine.Persistence;

/// <summary>Brings a database file to this program's schema before anybody reads or writes it.</summary>
internal static class DatabaseSchema
{
    // The tool that migrates takes a lock by a row of this table, and waits without end where a killed process left it behind.
    // The data folder has one owner, so nobody else is migrating.
    private const string ForgetLock = "DROP TABLE IF EXISTS \"__EFMigrationsLock\"";

    /// <summary>Creates or migrates the file in one transaction: afterwards it has the old schema or the new one. An existing file is copied first.</summary>
    /// <param name="file">The database; made where it does not exist.</param>
    /// <param name="cancellation">Stops between two statements; nothing is changed then.</param>
    /// <param name="watchers">See every statement; for tests.</param>
    /// <exception cref="EngineRefusedException">The file was written by a newer program, is damaged, or can't be copied or migrated. It is as it was.</exception>
    public static async Task PrepareAsync(string file, CancellationToken cancellation, params IInterceptor[] watchers)
    {
        var options = new DbContextOptionsBuilder<EngineDbContext>().UseSqlite($"Data Source={file};Pooling=False").AddInterceptors(watchers)
            // Several migrations are one transaction: a file between two versions would be neither's.
            .ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.MigrationsUserTransactionWarning))
            .LogTo((id, _) => id == RelationalEventId.MigrationApplying, _ => Failpoints.Hit(Failpoints.Migrating)).Options;
        await using var context = new EngineDbContext(options);
        var known = context.Database.GetMigrations().ToList();
        DatabaseDamage.Refuse(file);
        var applied = await AppliedAsync(context, file, cancellation);
        if (applied.Find(migration => !known.Contains(migration)) is { } newer)
        {
            throw new EngineRefusedException($"The database {file} was written by a newer version of this program (schema {newer}): start that version, or restore a backup.");
        }

        if (applied.Count == known.Count)
        {
            return;
        }

        var copy = applied.Count == 0 ? null : $"{file}.before-{known[^1]}";
        try
        {
            if (copy is not null)
            {
                DatabaseCopy.Write(file, copy);
            }

            await context.Database.ExecuteSqlRawAsync(ForgetLock, cancellation);
            await using var whole = await context.Database.BeginTransactionAsync(cancellation);
            await context.Database.MigrateAsync(cancellation);
            await whole.CommitAsync(cancellation);
        }
        catch (Exception problem) when (problem is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new EngineRefusedException(
                $"The database {file} can't be brought to this version's schema and is as it was{(copy is null ? "" : $"; a copy is in {copy}")}: {problem.Message}", problem);
        }
    }

    private static async Task<List<string>> AppliedAsync(EngineDbContext context, string file, CancellationToken cancellation)
    {
        try
        {
            return File.Exists(file) ? [.. await context.Database.GetAppliedMigrationsAsync(cancellation)] : [];
        }
        catch (SqliteException problem)
        {
            throw new EngineRefusedException($"The database {file} can't be read ({problem.Message}): restore a backup.", problem);
        }
    }
}
