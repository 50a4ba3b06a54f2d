using HitlDashboard.Engine.Ledger.Handlers;

namespace HitlDashboard.Engine.Ledger;

/// <summary>What the writer does beside what it is asked for.</summary>
internal sealed partial class LedgerWriter
{
    private static readonly TimeSpan ForgetEvery = TimeSpan.FromHours(1);

    private DateTimeOffset _forgotAt;

    /// <summary>Nothing waits: a good moment for housekeeping, and for finding out whether a storage that failed works again.</summary>
    /// <returns>Whether all of it is done; else it is to be tried again.</returns>
    public bool Rest()
    {
        Pulse.Begin();
        try
        {
            if (Pulse.Fault is not null)
            {
                WriterConnection.Prove(_connection);
            }

            ForgetKeys();
            _images.Clear();
            var isEmpty = WriterConnection.Shrink(_connection);
            Pulse.Rested();
            return isEmpty;
        }
        catch (Exception exception)
        {
            // Whatever it is, it must not end the writer's thread, and with it the process.
            Pulse.Failed(exception, isResting: true);
            LogStorage(_log, exception.Message);
            return false;
        }
    }

    // A few at a time, in a transaction of their own: nobody waits long for it, and what people ask never fails with it.
    private void ForgetKeys()
    {
        if (_clock.GetUtcNow() - _forgotAt > ForgetEvery)
        {
            using var transaction = _connection.BeginTransaction();
            var isDone = Dispatch.ForgetKeys(_statements, transaction, _clock.GetUtcNow());
            transaction.Commit();
            _forgotAt = isDone ? _clock.GetUtcNow() : _forgotAt;
        }
    }

    private void TryForgetKeys()
    {
        try
        {
            ForgetKeys();
        }
        catch (Exception exception)
        {
            LogStorage(_log, exception.Message);
            _forgotAt = _clock.GetUtcNow();
        }
    }
}
