namespace HitlDashboard.Tests.Faults.Disk;

/// <summary>What happened on a disk, or, as a mark, what somebody was told meanwhile.</summary>
internal enum DiskEvent
{
    Write,
    Truncate,
    SyncBegins,
    Sync,

    /// <summary>The disk said that it could not: what was not synced before may never be, whatever it says later.</summary>
    SyncFails,
    Delete,
    Mark,
}

/// <summary>One thing that happened.</summary>
/// <param name="Event">What.</param>
/// <param name="File">The file's name, or the mark's text.</param>
/// <param name="Offset">Where it was written; the new length of what was cut off; whether a deletion is certain at once.</param>
/// <param name="Bytes">What was written.</param>
internal sealed record DiskEntry(DiskEvent Event, string File, long Offset = 0, byte[]? Bytes = null);

/// <summary>Records everything that SQLite does to files, in order, with the marks of whoever uses it.</summary>
/// <param name="failsEvery">Every so many syncs of the log fail, once they may; 0 for none.</param>
internal sealed class DiskLog(int failsEvery = 0) : DiskBehaviour
{
    private const int SyncError = 10 | (4 << 8);
    private readonly List<DiskEntry> _entries = [];
    private readonly Lock _gate = new();
    private int _syncs;

    /// <summary>Whether syncs may fail by now.</summary>
    public bool IsFailing { get; set; }

    public IReadOnlyList<DiskEntry> Entries
    {
        get
        {
            lock (_gate)
            {
                return [.. _entries];
            }
        }
    }

    public void Mark(string text) => Add(new DiskEntry(DiskEvent.Mark, text));

    public override int Refuses(in DiskCall call, ReadOnlySpan<byte> bytes)
    {
        if (call.Act != DiskAct.Sync)
        {
            return 0;
        }

        Add(new DiskEntry(DiskEvent.SyncBegins, Name(call)));
        if (failsEvery == 0 || !IsFailing || !call.IsLog || Interlocked.Increment(ref _syncs) % failsEvery != 0)
        {
            return 0;
        }

        Add(new DiskEntry(DiskEvent.SyncFails, Name(call)));
        return SyncError;
    }

    public override void Done(in DiskCall call, ReadOnlySpan<byte> bytes)
    {
        DiskEntry? entry = call.Act switch
        {
            DiskAct.Write => new(DiskEvent.Write, Name(call), call.Offset, bytes.ToArray()),
            DiskAct.Truncate => new(DiskEvent.Truncate, Name(call), call.Offset),
            DiskAct.Sync => new(DiskEvent.Sync, Name(call)),
            DiskAct.Delete => new(DiskEvent.Delete, Name(call), call.Offset),
            _ => null,
        };
        if (entry is not null)
        {
            Add(entry);
        }
    }

    private static string Name(in DiskCall call) => Path.GetFileName(call.Path);

    private void Add(DiskEntry entry)
    {
        lock (_gate)
        {
            _entries.Add(entry);
        }
    }
}
