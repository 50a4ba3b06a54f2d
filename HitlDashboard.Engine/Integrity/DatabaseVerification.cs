using System.Text.Json;
using HitlDashboard.Engine.Persistence;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace HitlDashboard.Engine.Integrity;

/// <summary>Holds a database file against the invariants of docs/guarantees.md. Reads only; a server may use the file meanwhile.</summary>
public static class DatabaseVerification
{
    private static readonly Func<RunRecord, IEnumerable<Violation>>[] RunChecks =
        [HistoryReplay.Check, StateChecks.Check, DecisionChecks.Check, DutyChecks.Check, BindingChecks.Check, TimeChecks.Check];

    private static readonly Lazy<IReadOnlyList<string>> KnownSchemas = new(() =>
    {
        using var context = new EngineDbContext(new DbContextOptionsBuilder<EngineDbContext>().UseSqlite().Options);
        return [.. context.Database.GetMigrations()];
    });

    /// <summary>Checks the whole file, run by run. Memory grows with the largest run, not with the file.</summary>
    /// <param name="file">The database, as <c>data/hitl.db</c>; its write-ahead log beside it belongs to it.</param>
    /// <param name="isQuick">Whether the pages are checked without the order of their indexes: several times faster on a large file.</param>
    /// <returns>Every broken rule. A file that can't be read to its end has at least one.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidOperationException">It is not a database of this program, or of another version than this.</exception>
    public static Verification Verify(string file, bool isQuick = false)
    {
        if (!File.Exists(file))
        {
            throw new FileNotFoundException($"There is no file {file}.");
        }

        var violations = new List<Violation>();
        var found = new Verification { Violations = violations };
        try
        {
            using var stored = StoredFile.Open(file);
            RefuseForeign(stored, file);
            found = Count(stored, violations);
            violations.AddRange(Violations(stored, isQuick).Take(Verification.Most));
        }
        catch (Exception damage) when (damage is SqliteException or InvalidCastException or FormatException or ArgumentException or JsonException)
        {
            violations.Add(new Violation("I16", "file", $"it can't be read to its end: {damage.Message}"));
        }

        return found;
    }

    private static Verification Count(StoredFile file, IReadOnlyList<Violation> violations) => new()
    {
        Violations = violations,
        Runs = file.Count("Runs"),
        Tasks = file.Count("Tasks"),
        Reviews = file.Count("Reviews"),
        Decisions = file.Count("Decisions"),
        Entries = file.Count("History"),
    };

    private static IEnumerable<Violation> Violations(StoredFile file, bool isQuick)
    {
        var definitions = new StoredDefinitions(file);
        var records = new RunRecords(file, definitions);
        foreach (var violation in FileChecks.Check(file, isQuick).Concat(definitions.Violations).Concat(records.Read().SelectMany(record => RunChecks.SelectMany(check => check(record)))))
        {
            yield return violation;
        }

        // Known only once every run was read.
        foreach (var orphan in records.Orphans)
        {
            yield return orphan;
        }
    }

    private static void RefuseForeign(StoredFile file, string name)
    {
        var hasTable = file.Read("SELECT COUNT(*) FROM sqlite_master WHERE name = '__EFMigrationsHistory'", row => row.Number()).First() == 1;
        var applied = hasTable ? file.Read("SELECT MigrationId FROM __EFMigrationsHistory", row => row.Text()).ToList() : [];
        if (applied.Count == 0)
        {
            throw new InvalidOperationException($"{name} is not a database of this program.");
        }

        if (applied.Except(KnownSchemas.Value, StringComparer.Ordinal).FirstOrDefault() is { } newer)
        {
            throw new InvalidOperationException($"{name} was written by a newer version of this program (schema {newer}): verify it with that version.");
        }

        if (KnownSchemas.Value.Except(applied, StringComparer.Ordinal).FirstOrDefault() is { } missing)
        {
            throw new InvalidOperationException($"{name} was written by an older version of this program (schema {missing} is missing): start this version on it first, or verify it with that version.");
        }
    }
}
