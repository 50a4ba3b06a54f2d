using System.Text.Json;
using HitlDashboard.Engine.Integrity;
using HitlDashboard.Engine.Persistence;
using Microsoft.Data.Sqlite;

namespace HitlDashboard.Tests.Faults.Crash;

/// <summary>Holds a file that a kill left behind against what was acknowledged. Looks at a copy, so that the engine itself recovers the original.</summary>
internal sealed class CrashChecks(string folder, AckLog acknowledged)
{
    private string Copy => Path.Combine(folder, "copy.db");

    /// <summary>Everything that is wrong after a kill.</summary>
    public IReadOnlyList<string> AfterKill()
    {
        // Opened for writing, as the engine would: a file that was killed while it was made may have to be rolled back first.
        if (!TryCopy() || Read("SELECT COUNT(*) FROM sqlite_master WHERE name = 'Runs'", row => row.GetInt32(0))[0] == 0)
        {
            return acknowledged.All.Count == 0 ? [] : ["lost: the whole file"];
        }

        try
        {
            var broken = DatabaseVerification.Verify(Copy, isQuick: true).Violations.Select(violation => $"broken: {violation}");
            return [.. broken, .. Lost(), .. Doubled()];
        }
        catch (InvalidOperationException) when (acknowledged.All.Count == 0)
        {
            // Killed before the tables were complete: nothing was promised yet.
            return [];
        }
    }

    /// <summary>Everything that is wrong once every run has ended.</summary>
    public IReadOnlyList<string> AfterDrain()
    {
        var broken = AfterKill();
        var outputs = Read("SELECT Id, State, Output FROM Runs", row => (Id: Id(row, 0), State: row.GetString(1), Output: row.IsDBNull(2) ? "" : row.GetString(2))).ToDictionary(run => run.Id);
        var wrong = acknowledged.Of("decided").Select(ack => (ack.Name, Text: ack.Facts[3], Run: acknowledged.Find("started", ack.Name)!.Id(0)))
            .Where(decided => outputs.GetValueOrDefault(decided.Run) is not { State: "Completed" } run || JsonDocument.Parse(run.Output).RootElement.GetProperty("text").GetString() != decided.Text)
            .Select(decided => $"lost: what was decided about {decided.Name} is not what its run answers: {outputs.GetValueOrDefault(decided.Run)}");
        return [.. broken, .. wrong, .. NeverHappened()];
    }

    private IEnumerable<string> Lost()
    {
        var runs = Read("SELECT Id FROM Runs", row => Id(row, 0)).ToHashSet();
        var decisions = Read("SELECT Id, State FROM Decisions", row => (Id: Id(row, 0), State: row.GetString(1))).ToDictionary(decision => decision.Id, decision => decision.State);
        return acknowledged.Of("started").Where(ack => !runs.Contains(ack.Id(0))).Select(ack => $"lost: run {ack.Name}")
            .Concat(acknowledged.Of("undone").Where(ack => decisions.GetValueOrDefault(acknowledged.Find("hasty", ack.Name)?.Id(1) ?? default) == "Staged").Select(ack => $"lost: undo of {ack.Name}"))
            .Concat(acknowledged.All.Where(ack => ack.Kind is "sent-back" or "decided" or "hasty").Where(ack => !IsThere(ack, decisions.GetValueOrDefault(ack.Id(1))))
                .Select(ack => $"lost: {ack.Kind} {ack.Name}: its decision is {decisions.GetValueOrDefault(ack.Id(1)) ?? "not there"}"));
    }

    private IEnumerable<string> Doubled() =>
        Read("SELECT Input FROM Runs", row => JsonDocument.Parse(row.GetString(0)).RootElement.GetProperty("name").GetString()!)
            .GroupBy(name => name).Where(twins => twins.Count() > 1).Select(twins => $"doubled: {twins.Count()} runs for {twins.Key}")
            .Concat(Effects().GroupBy(effect => effect).Where(twins => twins.Count() > 1).Select(twins => $"doubled: effect {twins.Key}"));

    private IEnumerable<string> NeverHappened()
    {
        var happened = Effects().Select(effect => effect.Split(':')[0]).ToHashSet(StringComparer.Ordinal);
        return Read("SELECT Id FROM Tasks WHERE StepId IN ('read', 'act') AND State = 'Completed'", row => Id(row, 0).ToString())
            .Where(task => !happened.Contains(task)).Select(task => $"lost: the effect of task {task}");
    }

    private static bool IsThere(Ack decision, string? state) => (decision.Kind, decision.Facts[2], state) switch
    {
        ("hasty", _, not null) => true,
        (_, "0", "Released") => true,
        (_, not "0", "Staged" or "Released") => true,
        _ => false,
    };

    private string[] Effects() => File.Exists(Path.Combine(folder, "effects.log")) ? File.ReadAllLines(Path.Combine(folder, "effects.log")) : [];

    /// <summary>The file and its log as the kill left them; false where there is none yet.</summary>
    private bool TryCopy()
    {
        if (!File.Exists(Path.Combine(folder, "hitl.db")))
        {
            return false;
        }

        Array.ForEach(["-wal", "-shm", "-journal"], end => File.Delete(Copy + end));
        File.Copy(Path.Combine(folder, "hitl.db"), Copy, overwrite: true);
        foreach (var log in new[] { "-wal", "-journal" }.Where(end => File.Exists(Path.Combine(folder, "hitl.db" + end))))
        {
            File.Copy(Path.Combine(folder, "hitl.db" + log), Copy + log, overwrite: true);
        }

        return true;
    }

    private List<T> Read<T>(string sql, Func<SqliteDataReader, T> row)
    {
        using var connection = new SqliteConnection($"Data Source={Copy};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(row(reader));
        }

        return rows;
    }

    private static Guid Id(SqliteDataReader row, int column) => ValueConversions.Id(row.GetFieldValue<byte[]>(column));
}
