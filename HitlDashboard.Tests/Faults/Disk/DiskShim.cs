using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace HitlDashboard.Tests.Faults.Disk;

/// <summary>
/// Sits between SQLite and the file system of this process: files below a watched folder answer to a <see cref="DiskBehaviour"/>, all others are left alone.
/// It is SQLite's own extension point (a VFS), so nothing has to be installed and nobody has to be root.
/// The index of the log (<c>-shm</c>) is mapped memory and is not seen; it is made anew after a crash.
/// </summary>
internal static unsafe class DiskShim
{
    private const int InputOutputError = 10;
    private const int OpenReadOnly = 1;
    private const int OpenReadWrite = 2;
    private const int OpenCreate = 4;

    private static readonly ConcurrentDictionary<string, DiskBehaviour> Watched = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<nint, DiskFile> Files = new();
    private static readonly ConcurrentDictionary<nint, nint> Tables = new();
    private static readonly Lazy<nint> Below = new(Install);

    /// <summary>What went wrong in a behaviour itself; null is as it should be.</summary>
    public static Exception? Broken { get; private set; }

    /// <summary>Gives a disk to everything that is opened below a folder from now on.</summary>
    /// <param name="folder">A folder whose own name is used nowhere else: the path that SQLite sees may lead there over links.</param>
    /// <param name="disk">What it does.</param>
    public static void Watch(string folder, DiskBehaviour disk)
    {
        _ = Below.Value;
        Watched[Path.GetFileName(folder)] = disk;
    }

    /// <summary>Files that are open stay with their disk.</summary>
    public static void Unwatch(string folder) => Watched.TryRemove(Path.GetFileName(folder), out _);

    private static nint Install()
    {
        var library = NativeLibrary.Load("e_sqlite3", Assembly.Load("SQLitePCLRaw.provider.e_sqlite3"), null);
        var find = (delegate* unmanaged[Cdecl]<byte*, NativeVfs*>)NativeLibrary.GetExport(library, "sqlite3_vfs_find");
        var register = (delegate* unmanaged[Cdecl]<NativeVfs*, int, int>)NativeLibrary.GetExport(library, "sqlite3_vfs_register");
        var below = find(null);
        var own = (NativeVfs*)NativeMemory.AllocZeroed((nuint)sizeof(NativeVfs));
        *own = *below;
        own->Name = (byte*)Marshal.StringToCoTaskMemUTF8("watched");
        own->Open = &Open;
        own->Delete = &Delete;
        var code = register(own, 1);
        return code == 0 ? (nint)below : throw new InvalidOperationException($"SQLite did not take the shim: {code}.");
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Open(NativeVfs* vfs, byte* name, NativeFile* file, int flags, int* given)
    {
        var below = (NativeVfs*)Below.Value;
        if (Find(name) is not var (path, disk))
        {
            return below->Open(below, name, file, flags, given);
        }

        file->Methods = null;
        if (Ask(disk, new DiskCall(DiskAct.Open, path)) is var refused and not 0)
        {
            return refused;
        }

        flags = disk.IsReadOnly ? (flags & ~(OpenReadWrite | OpenCreate)) | OpenReadOnly : flags;
        var code = below->Open(below, name, file, flags, given);
        if (code == 0)
        {
            Files[(nint)file] = new DiskFile(path, disk, file, file->Methods);
            file->Methods = (NativeMethods*)Tables.GetOrAdd((nint)file->Methods, Table);
        }

        return code;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Delete(NativeVfs* vfs, byte* name, int syncs)
    {
        var below = (NativeVfs*)Below.Value;
        if (Find(name) is not var (path, disk))
        {
            return below->Delete(below, name, syncs);
        }

        var call = new DiskCall(DiskAct.Delete, path, syncs);
        var code = Ask(disk, call);
        code = code != 0 ? code : below->Delete(below, name, syncs);
        if (code == 0)
        {
            disk.Done(call, []);
        }

        return code;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Close(NativeFile* file) => Files.TryRemove((nint)file, out var open) ? open.Close() : InputOutputError;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Read(NativeFile* file, byte* into, int length, long offset)
    {
        try
        {
            return Files[(nint)file].Read(into, length, offset);
        }
        catch (Exception broken)
        {
            return Break(broken);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Write(NativeFile* file, byte* from, int length, long offset)
    {
        try
        {
            return Files[(nint)file].Write(from, length, offset);
        }
        catch (Exception broken)
        {
            return Break(broken);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Truncate(NativeFile* file, long length)
    {
        try
        {
            return Files[(nint)file].Truncate(length);
        }
        catch (Exception broken)
        {
            return Break(broken);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Sync(NativeFile* file, int flags)
    {
        try
        {
            return Files[(nint)file].Sync(flags);
        }
        catch (Exception broken)
        {
            return Break(broken);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Map(NativeFile* file, int region, int length, int extend, void** address)
    {
        try
        {
            return Files[(nint)file].Map(region, length, extend, address);
        }
        catch (Exception broken)
        {
            return Break(broken);
        }
    }

    private static nint Table(nint below)
    {
        var table = (NativeMethods*)NativeMemory.AllocZeroed((nuint)sizeof(NativeMethods));
        *table = *(NativeMethods*)below;
        table->Close = &Close;
        table->Read = &Read;
        table->Write = &Write;
        table->Truncate = &Truncate;
        table->Sync = &Sync;
        table->Map = &Map;
        return (nint)table;
    }

    private static (string Path, DiskBehaviour Disk)? Find(byte* name)
    {
        if (Watched.IsEmpty || Marshal.PtrToStringUTF8((nint)name) is not { } path)
        {
            return null;
        }

        var folder = path.Split('/').FirstOrDefault(Watched.ContainsKey);
        return folder is not null && Watched.TryGetValue(folder, out var disk) ? (path, disk) : null;
    }

    private static int Ask(DiskBehaviour disk, in DiskCall call)
    {
        try
        {
            return disk.Refuses(call, []);
        }
        catch (Exception broken)
        {
            return Break(broken);
        }
    }

    // An exception can't pass through SQLite.
    private static int Break(Exception broken)
    {
        Broken ??= broken;
        return InputOutputError;
    }
}
