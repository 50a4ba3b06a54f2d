using Microsoft.Data.Sqlite;

namespace HitlDashboard.Engine.Persistence;

/// <summary>Looks for damaged pages before anybody works on a file: what is written onto damage makes it worse.</summary>
internal static class DatabaseDamage
{
    /// <summary>The largest file that is looked at, in bytes: about a second of reading. Larger ones are for <c>verify</c>.</summary>
    public const long Largest = 512L << 20;

    /// <exception cref="EngineRefusedException">The file is damaged or can't be read.</exception>
    public static void Refuse(string file)
    {
        if (!File.Exists(file) || new FileInfo(file).Length > Largest)
        {
            return;
        }

        try
        {
            if (Find(file) is { } damage)
            {
                throw new EngineRefusedException($"The database {file} is damaged ({damage}): 'verify' lists what is wrong; restore a backup.");
            }
        }
        catch (SqliteException problem)
        {
            throw new EngineRefusedException($"The database {file} can't be read ({problem.Message.TrimEnd('.')}): see that its disk works, or restore a backup.", problem);
        }
    }

    // Opened for writing: a process that was killed may have left a transaction that has to be rolled back first.
    private static string? Find(string file)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA quick_check(1)";
        var found = (string)command.ExecuteScalar()!;
        return found == "ok" ? null : found.ReplaceLineEndings(" ");
    }
}
