namespace HitlDashboard.Tests.Faults.Disk;

/// <summary>A way in which a disk fails.</summary>
/// <param name="Code">SQLite's result code.</param>
/// <param name="Strikes">Which requests.</param>
internal sealed record DiskFault(int Code, Func<DiskCall, bool> Strikes)
{
    private const int Full = 13;
    private const int ReadError = 10 | (1 << 8);
    private const int WriteError = 10 | (3 << 8);
    private const int SyncError = 10 | (4 << 8);
    private const int TruncateError = 10 | (6 << 8);
    private const int IndexError = 10 | (19 << 8);
    private const int CannotOpen = 14;

    private static readonly Dictionary<string, DiskFault> Known = new(StringComparer.Ordinal)
    {
        ["no room"] = new(Full, call => call is { Act: DiskAct.Write, IsLog: true }),
        ["no room for the rest"] = new(Full, call => call is { Act: DiskAct.Write, IsLog: true }) { Tears = true },
        ["no room to grow"] = new(Full, call => call is { Act: DiskAct.Write, IsLog: true } && call.Offset + call.Length > new FileInfo(call.Path).Length),
        ["write error"] = new(WriteError, call => call is { Act: DiskAct.Write, IsLog: true }),
        ["late write error"] = new(WriteError, call => call is { Act: DiskAct.Write, IsLog: true }) { Passes = 3 },
        ["sync error"] = new(SyncError, call => call is { Act: DiskAct.Sync, IsLog: true }),
        ["read error"] = new(ReadError, call => call is { Act: DiskAct.Read, IsDatabase: true }),
        ["read error in the log"] = new(ReadError, call => call is { Act: DiskAct.Read, IsLog: true }),
        ["no room in the database"] = new(Full, call => call is { Act: DiskAct.Write, IsDatabase: true }),
        ["write error in the database"] = new(WriteError, call => call is { Act: DiskAct.Write, IsDatabase: true }),
        ["sync error of the database"] = new(SyncError, call => call is { Act: DiskAct.Sync, IsDatabase: true }),
        ["the log can't be cut"] = new(TruncateError, call => call is { Act: DiskAct.Truncate, IsLog: true }),
        ["no room for the index"] = new(IndexError, call => call.Act == DiskAct.Map),
        ["can't be opened"] = new(CannotOpen, call => call is { Act: DiskAct.Open, IsDatabase: true }),
        ["no room at all"] = new(Full, call => call.Act == DiskAct.Write),
        ["no sync at all"] = new(SyncError, call => call.Act == DiskAct.Sync),
        ["read-only"] = new(0, _ => false) { IsReadOnly = true },
    };

    /// <summary>Whether half of a write gets through.</summary>
    public bool Tears { get; init; }

    /// <summary>How many requests pass before the first fails.</summary>
    public int Passes { get; init; }

    /// <summary>Whether files open for reading only.</summary>
    public bool IsReadOnly { get; init; }

    public static DiskFault Named(string name) => Known[name];
}

/// <summary>A disk that fails in one way until it is healed.</summary>
internal sealed class FaultyDisk : DiskBehaviour
{
    private volatile DiskFault? _fault;
    private volatile ManualResetEventSlim? _hang;
    private int _struck;
    private int _seen;

    /// <summary>How often it failed since it began to.</summary>
    public int Struck => Volatile.Read(ref _struck);

    /// <summary>Whether a sync waited for <see cref="Hang"/> to end.</summary>
    public bool IsHanging { get; private set; }

    public override bool IsReadOnly => _fault is { IsReadOnly: true };

    public void Fail(string fault)
    {
        (_struck, _seen) = (0, 0);
        _fault = DiskFault.Named(fault);
    }

    public void Heal() => _fault = null;

    /// <summary>Syncs of the log end only once the answer is disposed of.</summary>
    public IDisposable Hang()
    {
        var hang = new ManualResetEventSlim();
        _hang = hang;
        return new Release(() =>
        {
            _hang = null;
            hang.Set();
        });
    }

    public override int Refuses(in DiskCall call, ReadOnlySpan<byte> bytes)
    {
        if (call is { Act: DiskAct.Sync, IsLog: true } && _hang is { } hang)
        {
            IsHanging = true;
            hang.Wait();
        }

        if (_fault is not { } fault || !fault.Strikes(call) || Interlocked.Increment(ref _seen) <= fault.Passes)
        {
            return 0;
        }

        Interlocked.Increment(ref _struck);
        if (fault.Tears)
        {
            call.File!.WriteBelow(bytes[..(bytes.Length / 2)], call.Offset);
        }

        return fault.Code;
    }

    private sealed class Release(Action release) : IDisposable
    {
        public void Dispose() => release();
    }
}
