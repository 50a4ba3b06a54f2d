using System.Globalization;
using HitlDashboard.Engine.Backups;

namespace HitlDashboard.App;

/// <summary>The data folder, owned by one process: a lock of the operating system that ends with the process, however it ends.</summary>
internal sealed class DataFolder : IDisposable
{
    private const string LockName = "owner.lock";
    private const string PidName = "owner.pid";
    private readonly FileStream _lock;

    /// <summary>What the owner of a folder leaves in it.</summary>
    public static IReadOnlyList<string> Marks { get; } = [LockName, PidName];

    private DataFolder(string path, FileStream owned)
    {
        Path = path;
        _lock = owned;
    }

    public string Path { get; }

    /// <summary>The accounts' database, apart from the engine's: docs/adr/0006-accounts-file.md.</summary>
    public string AccountsFile => System.IO.Path.Combine(Path, "accounts.db");

    /// <summary>The keys that protect cookies and circuits.</summary>
    public string KeysDirectory => System.IO.Path.Combine(Path, "keys");

    /// <exception cref="StartRefusedException">The folder cannot be written, or another process owns it.</exception>
    public static DataFolder Open(string path)
    {
        Probe(path);
        if (Directory.Exists(System.IO.Path.Combine(path, DataRestore.Workplace)))
        {
            throw new StartRefusedException($"A restore into the folder {path} was cut off: empty it and restore again.");
        }

        try
        {
            var owned = new FileStream(System.IO.Path.Combine(path, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            File.WriteAllText(System.IO.Path.Combine(path, PidName), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return new DataFolder(path, owned);
        }
        catch (IOException)
        {
            throw new StartRefusedException(
                $"The data folder {path} is in use by the process {Owner(path)}: stop that server first, or set Storage:Directory to another folder.");
        }
    }

    private static void Probe(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
            var probe = System.IO.Path.Combine(path, $".probe-{Environment.ProcessId}");
            File.WriteAllText(probe, "");
            File.Delete(probe);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException(
                $"The data folder {path} cannot be written ({problem.Message.TrimEnd('.')}): give this user the right to write there, or set Storage:Directory to another folder.");
        }
    }

    public void Dispose() => _lock.Dispose();

    private static string Owner(string path)
    {
        try
        {
            return File.ReadAllText(System.IO.Path.Combine(path, PidName)).Trim();
        }
        catch (IOException)
        {
            return "that holds its lock";
        }
    }
}
