namespace HitlDashboard.Tests.Faults.Disk;

/// <summary>A file that SQLite has open on a watched disk, and the system below it.</summary>
internal sealed unsafe class DiskFile(string path, DiskBehaviour disk, NativeFile* file, NativeMethods* below)
{
    public int Close() => below->Close(file);

    public int Read(byte* into, int length, long offset)
    {
        var call = new DiskCall(DiskAct.Read, path, offset, length, this);
        var code = disk.Refuses(call, []);
        return code != 0 ? code : below->Read(file, into, length, offset);
    }

    public int Write(byte* from, int length, long offset)
    {
        var call = new DiskCall(DiskAct.Write, path, offset, length, this);
        var bytes = new ReadOnlySpan<byte>(from, length);
        var code = disk.Refuses(call, bytes);
        return Done(call, bytes, code != 0 ? code : below->Write(file, from, length, offset));
    }

    /// <summary>Writes past whatever the disk is told to do: what gets through of a write that fails half-way.</summary>
    public void WriteBelow(ReadOnlySpan<byte> bytes, long offset)
    {
        fixed (byte* from = bytes)
        {
            _ = below->Write(file, from, bytes.Length, offset);
        }
    }

    public int Truncate(long length)
    {
        var call = new DiskCall(DiskAct.Truncate, path, length, 0, this);
        var code = disk.Refuses(call, []);
        return Done(call, [], code != 0 ? code : below->Truncate(file, length));
    }

    public int Sync(int flags)
    {
        var call = new DiskCall(DiskAct.Sync, path, 0, 0, this);
        var code = disk.Refuses(call, []);
        return Done(call, [], code != 0 ? code : below->Sync(file, flags));
    }

    public int Map(int region, int length, int extend, void** address)
    {
        var code = extend == 0 ? 0 : disk.Refuses(new DiskCall(DiskAct.Map, path, region, length, this), []);
        return code != 0 ? code : below->Map(file, region, length, extend, address);
    }

    private int Done(in DiskCall call, ReadOnlySpan<byte> bytes, int code)
    {
        if (code == 0)
        {
            disk.Done(call, bytes);
        }

        return code;
    }
}
