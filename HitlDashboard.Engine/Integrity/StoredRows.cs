using HitlDashboard.Engine.Audit;
using HitlDashboard.Engine.Persistence;
using Microsoft.Data.Sqlite;

namespace HitlDashboard.Engine.Integrity;

// Rows as the file has them: states stay text, because a file under suspicion may say anything.
internal sealed record StoredRun(Guid Id, long Number, string DefinitionHash, string State, string? Error, long? CompletedAt, long? StartsAt, string Starter)
{
    public const string Columns = "Id, Number, DefinitionHash, State, Error, CompletedAt, StartsAt, COALESCE(Starter, StartedBy)";

    public static StoredRun Read(StoredValues row) => new(row.Id(), row.Number(), row.Text(), row.Text(), row.TextOrNull(), row.NumberOrNull(), row.NumberOrNull(), row.Text());
}

internal sealed record StoredTask(
    Guid Id, string StepId, long Index, string State, string? Resolution, long Attempt, long Fence, string? LeaseOwner, long? LeaseUntil,
    string? Input, string? Output, Guid? ReviewId, long? CompletedAt, long Superseded, long? StartedAt)
{
    public const string Columns = """Id, StepId, "Index", State, Resolution, Attempt, Fence, LeaseOwner, LeaseUntil, Input, Output, ReviewId, CompletedAt, Superseded, StartedAt""";

    public static StoredTask Read(StoredValues row) => new(
        row.Id(), row.Text(), row.Number(), row.Text(), row.TextOrNull(), row.Number(), row.Number(), row.TextOrNull(), row.NumberOrNull(),
        row.TextOrNull(), row.TextOrNull(), row.IdOrNull(), row.NumberOrNull(), row.Number(), row.NumberOrNull());
}

internal sealed record StoredReview(
    Guid Id, Guid TaskId, string StepId, long Round, string Subject, string State, long Version, string Digest, string Request,
    long? DueAt, long? WakeAt, Guid? DecisionId)
{
    public const string Columns = "Id, TaskId, StepId, Round, Subject, State, Version, Digest, Request, DueAt, WakeAt, DecisionId";

    public static StoredReview Read(StoredValues row) => new(
        row.Id(), row.Id(), row.Text(), row.Number(), row.Text(), row.Text(), row.Number(), row.Text(), row.Text(),
        row.NumberOrNull(), row.NumberOrNull(), row.IdOrNull());
}

internal sealed record StoredDecision(
    Guid Id, Guid ReviewId, string Verdict, string State, string Actor, long Version, string Digest, string? Output, long ReleaseAt, string Person, long TimedOut)
{
    public const string Columns = "d.Id, d.ReviewId, d.Verdict, d.State, d.Actor, d.Version, d.Digest, d.Output, d.ReleaseAt, COALESCE(d.Person, d.Actor), d.TimedOut";

    public static StoredDecision Read(StoredValues row) => new(
        row.Id(), row.Id(), row.Text(), row.Text(), row.Text(), row.Number(), row.Text(), row.TextOrNull(), row.Number(), row.Text(), row.Number());
}

internal sealed record StoredEntry(
    long Seq, Guid? TaskId, Guid? ReviewId, string Kind, string Trigger, string? From, string? To, long? Attempt, long At, string? Data)
{
    public const string Columns = """Seq, TaskId, ReviewId, Kind, "Trigger", "From", "To", Attempt, At, Data""";

    public static StoredEntry Read(StoredValues row) => new(
        row.Number(), row.IdOrNull(), row.IdOrNull(), row.Text(), row.Text(), row.TextOrNull(), row.TextOrNull(), row.NumberOrNull(), row.Number(), row.TextOrNull());
}

/// <summary>The columns of a row, one after the other.</summary>
internal sealed class StoredValues(SqliteDataReader reader)
{
    private int _next;

    public StoredValues Begin()
    {
        _next = 0;
        return this;
    }

    public byte[] Key() => reader.GetFieldValue<byte[]>(_next++);

    /// <summary>Digests the next columns, as many as a part has.</summary>
    public UInt128 Digest(RowDigest digest, AuditedPart part)
    {
        for (var column = 0; column < part.Columns.Length; column++, _next++)
        {
            if (reader.IsDBNull(_next))
            {
                continue;
            }

            var type = reader.GetFieldType(_next);
            if (type == typeof(long))
            {
                digest.Add(column, reader.GetInt64(_next));
            }
            else if (type == typeof(double))
            {
                digest.Add(column, reader.GetDouble(_next));
            }
            else if (type == typeof(string))
            {
                // As bytes: what is no text any more must not be mended on the way.
                digest.AddText(column, reader.GetFieldValue<byte[]>(_next));
            }
            else
            {
                digest.AddBytes(column, reader.GetFieldValue<byte[]>(_next));
            }
        }

        return digest.End();
    }

    public byte[] KeyOrNone() => reader.IsDBNull(_next++) ? [] : reader.GetFieldValue<byte[]>(_next - 1);

    public Guid Id() => ValueConversions.Id(Key());

    public Guid? IdOrNull() => IsNull() ? null : Id();

    public string Text() => reader.GetString(_next++);

    public string? TextOrNull() => IsNull() ? null : Text();

    public long Number() => reader.GetInt64(_next++);

    public long? NumberOrNull() => IsNull() ? null : Number();

    // A null is stepped over; anything else is left for whoever reads it.
    private bool IsNull()
    {
        var isNull = reader.IsDBNull(_next);
        _next += isNull ? 1 : 0;
        return isNull;
    }
}
