using System.Threading.Channels;
using HitlDashboard.Engine.Audit;
using HitlDashboard.Engine.Events;
using HitlDashboard.Engine.Lifecycle;
using Microsoft.Extensions.Logging;

namespace HitlDashboard.Engine.Ledger;

/// <summary>The only door that writes state. Callers put commands in; one writer takes what is there, commits it as one batch, and only then answers.</summary>
internal sealed class TaskLedger(
    EngineOptions options, DefinitionCatalog catalog, AuditTrail trail, IEventBus bus, ITaskFeed feed, IExecutionSlots slots, TimeProvider clock, ILogger<TaskLedger> log) : IDisposable
{
    private static readonly TimeSpan IdleAfter = TimeSpan.FromSeconds(2);

    private readonly CommandLanes _lanes = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly ManualResetEventSlim _hasWork = new();
    private LedgerWriter? _writer;
    private Thread? _thread;

    /// <summary>Facts about the writer for the health page, or null before it is open.</summary>
    public LedgerWriter? Writer => _writer;

    /// <summary>Whether the writer runs.</summary>
    public bool IsAlive => _thread?.IsAlive == true;

    /// <summary>Commands that wait for the writer: people's, and all others.</summary>
    public (int Decisions, int Others) Waiting => (_lanes.Count(Lane.Decisions), _lanes.Count(Lane.Progress) + _lanes.Count(Lane.Starts));

    /// <summary>Opens the database for writing and starts the writer.</summary>
    public void Open()
    {
        _writer = LedgerWriter.Open(options, catalog, trail, bus, feed, slots, clock, log);
        _thread = new Thread(Write) { IsBackground = true, Name = "ledger" };
        _thread.Start();
    }

    /// <summary>Submits a command and waits for its answer, which comes after the commit. Waits for room where too many are under way.</summary>
    /// <exception cref="ChannelClosedException">The ledger is closed.</exception>
    public async Task<Answer<T>> SubmitAsync<T>(LedgerCommand<T> command, CancellationToken cancellation)
    {
        var pending = new Pending<T>(command);
        await _lanes.AddAsync(command.Lane, pending, cancellation);
        _hasWork.Set();
        return await pending.Task.WaitAsync(cancellation);
    }

    /// <summary>Takes no more commands, writes those that wait, and closes the database.</summary>
    public void Close()
    {
        _lanes.Close();
        _closing.Cancel();
        _hasWork.Set();
        _thread?.Join();
        _writer?.Dispose();
        _writer = null;
    }

    public void Dispose()
    {
        if (_writer is not null)
        {
            Close();
        }

        _closing.Dispose();
        _hasWork.Dispose();
    }

    private void Write()
    {
        var batch = new List<Pending>(LedgerWriter.BatchSize);
        while (WaitForWork())
        {
            _lanes.TakeInto(batch);
            _writer!.Commit(batch);
            batch.Clear();
        }
    }

    private bool WaitForWork()
    {
        while (true)
        {
            // Reset before looking: what is put in after the look sets it again.
            _hasWork.Reset();
            if (_lanes.HasWork)
            {
                return true;
            }

            if (_closing.IsCancellationRequested)
            {
                return false;
            }

            // A storage that fails is tried again until it works, so that nobody has to ask for that.
            if (!_hasWork.Wait(IdleAfter) && _writer!.Rest())
            {
                _hasWork.Wait();
            }
        }
    }
}
