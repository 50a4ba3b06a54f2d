using System.Security.Cryptography;

namespace HitlDashboard.Engine.Audit;

/// <summary>The key of the audit chain: 32 bytes, in a file of their own as 64 hexadecimal digits. Whoever can't read it can't make a chain that verifies.</summary>
public static class AuditKey
{
    /// <summary>Its name in the data folder, where no other place is set.</summary>
    public const string FileName = "audit.key";

    private const int Size = 32;

    /// <summary>Reads a key.</summary>
    /// <param name="file">The file.</param>
    /// <returns>Null where there is no such file.</returns>
    /// <exception cref="EngineRefusedException">It can't be read, or holds no key.</exception>
    public static byte[]? Read(string file)
    {
        try
        {
            var key = Convert.FromHexString(File.ReadAllText(file).Trim());
            return key.Length == Size ? key : throw new FormatException($"it has {key.Length} bytes, expected {Size}");
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception problem) when (problem is FormatException or IOException or UnauthorizedAccessException)
        {
            throw new EngineRefusedException($"The audit key {file} can't be used ({problem.Message.TrimEnd('.')}): put back the right file.", problem);
        }
    }

    /// <summary>Makes a key that only its owner can read. It is there whole or not at all, and on disk.</summary>
    /// <exception cref="EngineRefusedException">It can't be written.</exception>
    internal static byte[] Make(string file)
    {
        var (key, draft) = (RandomNumberGenerator.GetBytes(Size), file + ".tmp");
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
            File.Delete(draft);
            using (var stream = new FileStream(draft, OwnersOnly()))
            {
                stream.Write(System.Text.Encoding.ASCII.GetBytes(Convert.ToHexStringLower(key) + "\n"));
                stream.Flush(flushToDisk: true);
            }

            File.Move(draft, file, overwrite: false);
            return key;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new EngineRefusedException($"The audit key {file} can't be made ({problem.Message.TrimEnd('.')}): set Audit:KeyFile to a file in a folder that can be written.", problem);
        }
    }

    private static FileStreamOptions OwnersOnly()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }
}
