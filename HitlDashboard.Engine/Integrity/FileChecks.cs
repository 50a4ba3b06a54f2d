using System.Text.Json;

namespace HitlDashboard.Engine.Integrity;

/// <summary>What concerns the file as a whole: I16 its pages and indexes, I2 the history's numbers, I13 idempotency keys, and rows that belong to nothing.</summary>
internal static class FileChecks
{
    public static IEnumerable<Violation> Check(StoredFile file, bool isQuick)
    {
        var damage = file.Read(isQuick ? "PRAGMA quick_check" : "PRAGMA integrity_check", row => row.Text()).Where(line => line != "ok");
        return damage.Select(line => new Violation("I16", "file", line))
            .Concat(file.Read("PRAGMA foreign_key_check", row => new Violation("I16", "file", $"a row of {row.Text()} refers to one that does not exist")))
            .Concat(CheckNumbers(file)).Concat(CheckOrphans(file)).Concat(CheckKeys(file));
    }

    private static IEnumerable<Violation> CheckNumbers(StoredFile file) =>
        file.Read(
            "SELECT Before, Seq FROM (SELECT Seq, LAG(Seq, 1, 0) OVER (ORDER BY Seq) AS Before FROM History) WHERE Seq <> Before + 1",
            row => new Violation("I2", "history", $"entry {row.Number()} is followed by {row.Number()}: entries between them are missing"))
            .Concat(file.Read("SELECT Number FROM Runs GROUP BY Number HAVING COUNT(*) > 1", row => new Violation("I2", $"run #{row.Number()}", "two runs have this number")))
            .Concat(file.Read("SELECT Number FROM Reviews GROUP BY Number HAVING COUNT(*) > 1", row => new Violation("I2", $"review #{row.Number()}", "two reviews have this number")));

    private static IEnumerable<Violation> CheckOrphans(StoredFile file) =>
        file.Read(
            "SELECT d.Id FROM Decisions d LEFT JOIN Reviews r ON r.Id = d.ReviewId WHERE r.Id IS NULL",
            row => new Violation("I1", $"decision {row.Id()}", "its review does not exist"))
            .Concat(file.Read(
                "SELECT a.Id FROM Artifacts a LEFT JOIN Runs r ON r.Id = a.RunId WHERE r.Id IS NULL",
                row => new Violation("I1", $"artifact {row.Id()}", "its run does not exist")))
            .Concat(file.Read(
                "SELECT r.Id, r.Number FROM Runs r LEFT JOIN Definitions d ON d.Hash = r.DefinitionHash WHERE d.Hash IS NULL",
                row => new Violation("I1", $"run {row.Id()} (#{row.Number()})", "the definition that it is pinned to is not in the file")));

    /// <summary>A remembered answer names something that exists, and no two keys name the same decision: one of them would have been invented.</summary>
    private static IEnumerable<Violation> CheckKeys(StoredFile file)
    {
        var decisions = file.Read("SELECT Id FROM Decisions", row => row.Id()).ToHashSet();
        var answered = new HashSet<Guid>();
        foreach (var (key, answer) in file.Read("SELECT \"Key\", Answer FROM Idempotency", row => (row.Text(), row.Text())))
        {
            if (Decision(answer) is { } decision && (!decisions.Contains(decision) || !answered.Add(decision)))
            {
                yield return new Violation("I13", $"key '{key.ReplaceLineEndings(" ")}'", $"its answer names the decision {decision}, which does not exist or answers another key");
            }
        }
    }

    private static Guid? Decision(string answer)
    {
        using var parsed = JsonDocument.Parse(answer);
        return parsed.RootElement.ValueKind == JsonValueKind.Object && parsed.RootElement.TryGetProperty("decisionId", out var id)
            && id.TryGetProperty("value", out var value) && value.TryGetGuid(out var decision) ? decision : null;
    }
}
