using Microsoft.Data.Sqlite;

namespace HitlDashboard.Engine.Persistence;

/// <summary>Copies a database while others read and write it: one transaction's picture, in a file of its own without a log.</summary>
internal static class DatabaseCopy
{
    /// <summary>Writes the copy. It is there whole or not at all, and on disk.</summary>
    /// <param name="file">The database.</param>
    /// <param name="copy">The new file; an older one is replaced.</param>
    /// <exception cref="SqliteException">The database can't be read, or the copy can't be written.</exception>
    public static void Write(string file, string copy)
    {
        var draft = copy + ".tmp";
        File.Delete(draft);
        using (var connection = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA busy_timeout = 30000; VACUUM INTO $copy";
            command.Parameters.AddWithValue("$copy", draft);
            command.ExecuteNonQuery();
        }

        using (var stream = new FileStream(draft, FileMode.Open, FileAccess.ReadWrite))
        {
            stream.Flush(flushToDisk: true);
        }

        File.Move(draft, copy, overwrite: true);
    }
}
