using HitlDashboard.Engine.Integrity;
using HitlDashboard.Engine.Persistence;
using Microsoft.Data.Sqlite;

namespace HitlDashboard.Engine.Backups;

/// <summary>Which artifacts a copied database names.</summary>
internal static class RecordedArtifacts
{
    /// <summary>The result with what is missing. Where the table can't be read that is one more broken rule: the files are there all the same.</summary>
    public static BackupResult Compare(string database, BackupManifest manifest, Verification verification)
    {
        try
        {
            return new BackupResult(manifest, verification, Missing(database, manifest.Files));
        }
        catch (Exception damage) when (damage is SqliteException or InvalidCastException or ArgumentException)
        {
            var violation = new Violation("I16", "table Artifacts", $"it can't be read to its end: {damage.Message}");
            return new BackupResult(manifest, verification with { Violations = [.. verification.Violations, violation] }, []);
        }
    }

    /// <summary>Names under the data folder of recorded artifacts that are not among the files.</summary>
    private static List<string> Missing(string database, IReadOnlyList<BackupFile> files)
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
