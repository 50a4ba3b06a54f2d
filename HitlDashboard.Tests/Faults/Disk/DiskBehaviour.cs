namespace HitlDashboard.Tests.Faults.Disk;

/// <summary>What SQLite asks of a disk.</summary>
internal enum DiskAct
{
    Open,
    Read,
    Write,
    Truncate,
    Sync,
    Delete,

    /// <summary>More room for the index of the log (<c>-shm</c>).</summary>
    Map,
}

/// <summary>One request.</summary>
/// <param name="Act">What.</param>
/// <param name="Path">The file.</param>
/// <param name="Offset">Where it begins to read or write; the new length of what is cut off.</param>
/// <param name="Length">How many bytes it reads or writes.</param>
/// <param name="File">The open file; null while it is opened or deleted.</param>
internal readonly record struct DiskCall(DiskAct Act, string Path, long Offset = 0, int Length = 0, DiskFile? File = null)
{
    /// <summary>Whether it is about the write-ahead log.</summary>
    public bool IsLog => Path.EndsWith("-wal", StringComparison.Ordinal);

    /// <summary>Whether it is about the database itself.</summary>
    public bool IsDatabase => Path.EndsWith(".db", StringComparison.Ordinal);
}

/// <summary>A disk that does as it is told. Those that don't override this; see <see cref="DiskShim"/>.</summary>
internal class DiskBehaviour
{
    /// <summary>Whether files can be opened for reading only.</summary>
    public virtual bool IsReadOnly => false;

    /// <summary>Asked before each request: 0 lets it pass, any other of SQLite's result codes is its answer.</summary>
    public virtual int Refuses(in DiskCall call, ReadOnlySpan<byte> bytes) => 0;

    /// <summary>Told after each request that succeeded.</summary>
    public virtual void Done(in DiskCall call, ReadOnlySpan<byte> bytes)
    {
        // A disk that does as it is told remembers nothing.
    }
}
