using System.Threading.Channels;

namespace HitlDashboard.Engine.Ledger;

/// <summary>What waits for the writer, in three lanes. A decision never waits behind what machines write; what is under way goes before what is new, so that runs end instead of piling up.</summary>
internal sealed class CommandLanes
{
    private const int Capacity = 8192;

    // What is new is never shut out by what is under way.
    private const int StartsPerBatch = LedgerWriter.BatchSize / 4;

    private readonly Channel<Pending>[] _lanes = [.. Enum.GetValues<Lane>().Select(_ => NewLane())];

    /// <summary>Whether anything waits.</summary>
    public bool HasWork => Array.Exists(_lanes, lane => lane.Reader.TryPeek(out _));

    /// <summary>Commands that wait in a lane.</summary>
    public int Count(Lane lane) => Of(lane).Reader.Count;

    /// <summary>Puts a command in; waits for room where too many are there.</summary>
    /// <exception cref="ChannelClosedException">The lanes are closed.</exception>
    public ValueTask AddAsync(Lane lane, Pending command, CancellationToken cancellation) => Of(lane).Writer.WriteAsync(command, cancellation);

    /// <summary>Fills a batch.</summary>
    public void TakeInto(List<Pending> batch)
    {
        Take(Lane.Decisions, batch, LedgerWriter.BatchSize);
        Take(Lane.Progress, batch, LedgerWriter.BatchSize - StartsPerBatch);
        Take(Lane.Starts, batch, LedgerWriter.BatchSize);
        Take(Lane.Progress, batch, LedgerWriter.BatchSize);
    }

    /// <summary>Takes no more commands; those that are in can still be taken out.</summary>
    public void Close() => Array.ForEach(_lanes, lane => lane.Writer.TryComplete());

    private void Take(Lane lane, List<Pending> batch, int until)
    {
        while (batch.Count < until && Of(lane).Reader.TryRead(out var next))
        {
            batch.Add(next);
        }
    }

    private Channel<Pending> Of(Lane lane) => _lanes[(int)lane];

    private static Channel<Pending> NewLane() => Channel.CreateBounded<Pending>(new BoundedChannelOptions(Capacity) { SingleReader = true });
}

/// <summary>Where a command waits for the writer.</summary>
internal enum Lane
{
    /// <summary>What people decide.</summary>
    Decisions,

    /// <summary>What runs that were started bring about.</summary>
    Progress,

    /// <summary>Runs to start.</summary>
    Starts,
}
