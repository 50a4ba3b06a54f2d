using HitlDashboard.Engine.Audit;
using Microsoft.Data.Sqlite;

namespace HitlDashboard.Engine.Integrity;

/// <summary>The end of the audit chain in a database file.</summary>
public static class StoredAnchor
{
    /// <summary>Reads it; a server may use the file meanwhile.</summary>
    /// <param name="file">The database.</param>
    /// <returns>Null where there is no chain.</returns>
    /// <exception cref="EngineRefusedException">The file is missing, or can't be read, or is none of this version.</exception>
    public static AuditAnchor? Read(string file)
    {
        if (!File.Exists(file))
        {
            throw new EngineRefusedException($"There is no file {file}.");
        }

        try
        {
            using var stored = StoredFile.Open(file);
            return stored.Read(
                "SELECT Number, Seq, At, Chain FROM Audit ORDER BY Number DESC LIMIT 1",
                row => new AuditAnchor(row.Number(), row.Number(), new DateTimeOffset(row.Number(), TimeSpan.Zero), Convert.ToHexStringLower(row.Key()))).FirstOrDefault();
        }
        catch (SqliteException problem)
        {
            throw new EngineRefusedException($"{file} can't be read ({problem.Message.TrimEnd('.')}).", problem);
        }
    }
}
