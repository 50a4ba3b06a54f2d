using HitlDashboard.Engine.Persistence;
using Microsoft.Data.Sqlite;

namespace HitlDashboard.Engine.Backups;

/// <summary>Which artifacts a copied database names.</summary>
internal static class RecordedArtifacts
{
    /// <summary>Names under the data folder of recorded artifacts that are not among the files.</summary>
    public static IReadOnlyList<string> Missing(string database, IReadOnlyList<BackupFile> files)
    {
        using var connection = new SqliteConnection($"Data Source={database};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT Id FROM Artifacts";
        using var reader = command.ExecuteReader();
        var there = files.Select(file => file.Name).ToHashSet(StringComparer.Ordinal);
        var missing = new List<string>();
        while (reader.Read())
        {
            var id = ValueConversions.Id(reader.GetFieldValue<byte[]>(0)).ToString("N");
            var name = $"artifacts/{id[^2..]}/{id}";
            if (!there.Contains(name))
            {
                missing.Add(name);
            }
        }

        return missing;
    }
}
