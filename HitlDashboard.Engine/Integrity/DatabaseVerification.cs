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

    /// <summary>Checks the whole file, run by run. Memory grows with the largest run, and by about 100 bytes for each row that the audit chain tells of.</summary>
    /// <param name="file">The database, as <c>data/hitl.db</c>; its write-ahead log beside it belongs to it.</param>
    /// <param name="isQuick">Whether the pages are checked without the order of their indexes: several times faster on a large file.</param>
    /// <param name="proof">The key and the anchors of its audit chain; null for those that lie beside the file.</param>
    /// <returns>Every broken rule. A file that can't be read to its end has at least one.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidOperationException">It is not a database of this program, or of another version than this.</exception>
    public static Verification Verify(string file, bool isQuick = false, AuditProof? proof = null)
    {
        if (!File.Exists(file))
        {
            throw new FileNotFoundException($"There is no file {file}.");
        }

        // Before the file is opened: a server that works meanwhile may anchor what this reader does not see.
        proof ??= AuditProof.Beside(file);
        var violations = new List<Violation>();
        var found = new Verification { Violations = violations };
        try
        {
            using var stored = StoredFile.Open(file);
            RefuseForeign(stored, file);
            found = Count(stored, violations, proof);
            Collect(violations, () => Violations(stored, isQuick));

            // Whatever the other rules could not read, the chain names it.
            Collect(violations, () => new TrailChecks(stored, proof).Check());
        }
        catch (Exception damage) when (IsDamage(damage))
        {
            violations.Add(Unreadable(damage));
        }

        return found;
    }

    /// <summary>As <see cref="Verify"/>, quickly; what an older version wrote is only counted, because a start of this version changes it before anybody reads it.</summary>
    /// <exception cref="InvalidOperationException">It is not a database of this program, or of a newer version.</exception>
    internal static Verification VerifyKept(string file)
    {
        string? missing;
        try
        {
            using var stored = StoredFile.Open(file);
            missing = MissingSchema(stored, file);
            if (missing is not null)
            {
                return new Verification { Violations = [], OlderSchema = missing, Runs = stored.Count("Runs"), Entries = stored.Count("History") };
            }
        }
        catch (Exception damage) when (IsDamage(damage))
        {
            return new Verification { Violations = [Unreadable(damage)] };
        }

        return Verify(file, isQuick: true);
    }

    private static void Collect(List<Violation> violations, Func<IEnumerable<Violation>> check)
    {
        try
        {
            violations.AddRange(check().Take(Verification.Most - violations.Count));
        }
        catch (Exception damage) when (IsDamage(damage))
        {
            violations.Add(Unreadable(damage));
        }
    }

    private static bool IsDamage(Exception problem) => problem is SqliteException or InvalidCastException or FormatException or ArgumentException or JsonException;

    private static Violation Unreadable(Exception damage) => new("I16", "file", $"it can't be read to its end: {damage.Message}");

    private static Verification Count(StoredFile file, IReadOnlyList<Violation> violations, AuditProof proof) => new()
    {
        Violations = violations,
        Runs = file.Count("Runs"),
        Tasks = file.Count("Tasks"),
        Reviews = file.Count("Reviews"),
        Decisions = file.Count("Decisions"),
        Entries = file.Count("History"),
        Links = file.Count("Audit"),
        HasKey = proof.Key is not null,
        Anchors = proof.Anchors.Count,
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
        if (MissingSchema(file, name) is { } missing)
        {
            throw new InvalidOperationException($"{name} was written by an older version of this program (schema {missing} is missing): start this version on it first, or verify it with that version.");
        }
    }

    /// <summary>The first change of the schema that the file lacks, or null.</summary>
    private static string? MissingSchema(StoredFile file, string name)
    {
        var hasTable = file.Read("SELECT COUNT(*) FROM sqlite_master WHERE name = '__EFMigrationsHistory'", row => row.Number()).First() == 1;
        var applied = hasTable ? file.Read("SELECT MigrationId FROM __EFMigrationsHistory", row => row.Text()).ToList() : [];
        if (applied.Count == 0)
        {
            throw new InvalidOperationException($"{name} is not a database of this program.");
        }

        if (applied.Except(KnownSchemas.Value, StringComparer.Ordinal).FirstOrDefault() is { } newer)
        {
            throw new InvalidOperationException($"{name} was written by a newer version of this program (schema {newer}): use that version.");
        }

        return KnownSchemas.Value.Except(applied, StringComparer.Ordinal).FirstOrDefault();
    }
}
