using HitlDashboard.Engine.Audit;
using HitlDashboard.Engine.Events;
using HitlDashboard.Engine.Ledger.Handlers;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Persistence;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace HitlDashboard.Engine.Ledger;

/// <summary>The writer's connection: group commit, prepared statements, checkpoints. Used by the writer's thread alone.</summary>
internal sealed partial class LedgerWriter : IDisposable
{
    /// <summary>Commands in one transaction at most. More would only make the first caller wait longer.</summary>
    public const int BatchSize = 512;

    private readonly SqliteConnection _connection;
    private readonly Statements _statements;
    private readonly TrailWriter _trail;
    private readonly RunImages _images;
    private readonly Numbers _numbers;
    private readonly DefinitionCatalog _catalog;
    private readonly EngineOptions _options;
    private readonly IEventBus _bus;
    private readonly ITaskFeed _feed;
    private readonly IExecutionSlots _slots;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private HoldTable? _holds;

    private LedgerWriter(
        SqliteConnection connection, EngineOptions options, DefinitionCatalog catalog, AuditTrail trail, IEventBus bus, ITaskFeed feed, IExecutionSlots slots, TimeProvider clock,
        ILogger log)
    {
        (_connection, _options, _catalog, _bus, _feed, _slots, _clock, _log) = (connection, options, catalog, bus, feed, slots, clock, log);
        (Settings, Pulse) = (WriterConnection.Describe(connection), new WriterPulse(clock));
        _trail = new TrailWriter(connection, trail, clock);
        _statements = new Statements(connection, _trail);
        _images = new RunImages(_statements, catalog, options);
        using var transaction = connection.BeginTransaction();
        _trail.Open(transaction, options);
        _numbers = _statements.Highest.Read(transaction, reader => new Numbers(Number(reader, 0), Number(reader, 1), Number(reader, 2))).First();
        transaction.Commit();
        _trail.Committed();
    }

    /// <summary>What is in force on its connection.</summary>
    public WriterSettings Settings { get; }

    /// <summary>Its signs of life.</summary>
    public WriterPulse Pulse { get; }

    /// <summary>Batches committed since the start.</summary>
    public long Batches { get; private set; }

    /// <summary>Commands applied since the start.</summary>
    public long Commands { get; private set; }

    /// <exception cref="EngineRefusedException">The audit chain can't be gone on with.</exception>
    public static LedgerWriter Open(
        EngineOptions options, DefinitionCatalog catalog, AuditTrail trail, IEventBus bus, ITaskFeed feed, IExecutionSlots slots, TimeProvider clock, ILogger log)
    {
        var connection = WriterConnection.Open(options.DatabaseFile);
        try
        {
            return new LedgerWriter(connection, options, catalog, trail, bus, feed, slots, clock, log);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Applies the batch in one transaction. Where one command breaks it, all are undone and applied one by one, so that only the broken one fails.</summary>
    public void Commit(IReadOnlyList<Pending> batch)
    {
        var whole = TryCommit(batch, withClaims: true);
        foreach (var pending in whole is null ? [] : batch)
        {
            // Without claims: what follows from a command must not make it fail. A lock is asked for once: one by one, everybody would wait for it in turn.
            if ((StorageFault.IsLock(whole!) ? whole : TryCommit([pending], withClaims: false)) is { } exception)
            {
                Fail(pending, exception);
            }
        }

        if (whole is null)
        {
            // Not left to a moment without work: a busy server has none.
            TryForgetKeys();
        }
    }

    public void Dispose()
    {
        _statements.Dispose();
        _trail.Dispose();
        _connection.Dispose();
    }

    private void Fail(Pending pending, Exception exception)
    {
        if (StorageFault.IsOne(exception))
        {
            LogStorage(_log, exception.Message);
        }
        else
        {
            LogBroken(_log, exception);
        }

        pending.Fail(exception);
    }

    private Exception? TryCommit(IReadOnlyList<Pending> batch, bool withClaims)
    {
        LedgerSession? session = null;
        DueClaims? claims = null;
        Pulse.Begin();
        try
        {
            // Microsoft.Data.Sqlite begins IMMEDIATE unless told otherwise: no upgrade from read to write can ever fail half-way.
            // Leaving this block without a commit rolls back.
            using var transaction = _connection.BeginTransaction();
            session = NewSession(transaction);
            claims = new DueClaims(session, _slots);
            foreach (var pending in batch)
            {
                pending.Apply(session);
                Failpoints.Hit(Failpoints.MidBatch);
            }

            if (withClaims)
            {
                claims.Take(_options);
            }

            _trail.Seal(transaction, session.Now, _numbers.Seq);
            Finish(transaction, batch);
        }
        catch (Exception exception)
        {
            Pulse.Failed(exception);
            Undo(session, claims);
            return exception;
        }

        Committed(batch, session);
        claims.Begin();
        return null;
    }

    private void Committed(IReadOnlyList<Pending> batch, LedgerSession session)
    {
        Pulse.Committed();
        _numbers.Save();
        _trail.Committed();
        (Batches, Commands) = (Batches + 1, Commands + batch.Count);
        // Whatever gets lost here is found again by the sweep. What is due goes first: whoever gets an answer gives its place away, and the next task of its run must be among those that want it.
        session.Published.ForEach(_catalog.Publish);
        session.Due.ForEach(_feed.Offer);
        Answer(batch);
        Tell(session);
        _images.Trim(session.Touched);
    }

    private void Tell(LedgerSession session)
    {
        try
        {
            CommitNews.Tell(session, _feed, _bus);
        }
        catch (Exception exception)
        {
            // It is committed: whoever listens must not end the writer's thread, and with it the process.
            LogUntold(_log, exception);
        }
    }

    private void Undo(LedgerSession? session, DueClaims? claims)
    {
        _numbers.Restore();
        _trail.Undone();
        claims?.Undo();
        _holds = null;
        foreach (var image in session?.Touched ?? [])
        {
            _images.Drop(image.Id);
        }
    }

    private LedgerSession NewSession(SqliteTransaction transaction)
    {
        var isNew = _holds is null;
        var nested = new Queue<RunId>();
        _holds ??= Holds.Load(transaction, _statements, _catalog, nested);
        var session = new LedgerSession(transaction, _statements, _trail, _images, _holds, _numbers, _catalog, _options, _clock);
        if (isNew)
        {
            Holds.Offer(session, _holds.Next());
            foreach (var run in nested)
            {
                session.Admissions.Enqueue(run);
            }
        }

        return session;
    }

    private static void Finish(SqliteTransaction transaction, IReadOnlyList<Pending> batch)
    {
        if (Mutations.AnswersBeforeCommit)
        {
            Answer(batch);
        }

        Failpoints.Hit(Failpoints.BeforeCommit);
        transaction.Commit();
        Failpoints.Hit(Failpoints.AfterCommit);
    }

    private static void Answer(IReadOnlyList<Pending> batch)
    {
        foreach (var pending in batch)
        {
            pending.Answer();
        }
    }

    private static long Number(StatementRow reader, int column) => reader.IsDBNull(column) ? 0 : reader.GetInt64(column);

    [LoggerMessage(1, LogLevel.Error, "A command could not be applied and was undone")]
    private static partial void LogBroken(ILogger log, Exception exception);

    [LoggerMessage(3, LogLevel.Error, "What was committed could not be told; the sweep finds what is due")]
    private static partial void LogUntold(ILogger log, Exception exception);

    [LoggerMessage(2, LogLevel.Error, "The database does not take what is written: {Reason}")]
    private static partial void LogStorage(ILogger log, string reason);
}
