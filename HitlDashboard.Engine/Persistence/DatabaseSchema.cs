using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace HitlDashboard.Engine.Persistence;

/// <summary>Brings a database file to this program's schema before anybody reads or writes it.</summary>
internal static class DatabaseSchema
{
    /// <summary>Creates or migrates the file. An existing file is copied first.</summary>
    /// <exception cref="InvalidOperationException">The file was written by a newer program, or is damaged.</exception>
    public static async Task PrepareAsync(string file, CancellationToken cancellation)
    {
        var options = new DbContextOptionsBuilder<EngineDbContext>().UseSqlite($"Data Source={file};Pooling=False").Options;
        await using var context = new EngineDbContext(options);
        var known = context.Database.GetMigrations().ToHashSet(StringComparer.Ordinal);
        var applied = File.Exists(file) ? (await context.Database.GetAppliedMigrationsAsync(cancellation)).ToList() : [];
        if (applied.Find(migration => !known.Contains(migration)) is { } newer)
        {
            throw new InvalidOperationException($"The database {file} was written by a newer version of this program (schema {newer}): start that version, or restore a backup.");
        }

        if (applied.Count > 0 && applied.Count < known.Count)
        {
            Copy(file, $"{file}.before-{known.Max(StringComparer.Ordinal)}");
        }

        if (applied.Count < known.Count)
        {
            await context.Database.MigrateAsync(cancellation);
        }
    }

    private static void Copy(string file, string copy)
    {
        File.Delete(copy);
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "VACUUM INTO $copy";
        command.Parameters.AddWithValue("$copy", copy);
        command.ExecuteNonQuery();
    }
}
