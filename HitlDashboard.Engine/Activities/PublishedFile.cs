namespace HitlDashboard.Engine.Activities;

/// <summary>Files by a relative name under a folder. Names come from definitions and agents: they never lead out of it.</summary>
internal static class PublishedFile
{
    /// <summary>The full path of a name under a folder, or null where the name is not a plain relative one.</summary>
    public static string? Resolve(string folder, string name)
    {
        var parts = name.Split('/', '\\');
        var isPlain = name.Length is > 0 and <= 200
            && Array.TrueForAll(parts, part => part.Length > 0 && part is not ("." or "..") && !part.Any(c => char.IsControl(c) || c is ':' or '*' or '?' or '"' or '<' or '>' or '|'));
        return isPlain && !LeadsAway(folder, parts) ? Path.Combine([folder, .. parts]) : null;
    }

    /// <summary>Writes so that a reader sees the old file or the new one, never half of one, and so that it survives a power cut.</summary>
    public static async Task WriteAsync(string path, ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var draft = $"{path}.{Path.GetRandomFileName()}.tmp";
        await using (var stream = new FileStream(draft, FileMode.CreateNew, FileAccess.Write))
        {
            await stream.WriteAsync(bytes, cancellation);
            stream.Flush(flushToDisk: true);
        }

        File.Move(draft, path, overwrite: true);
    }

    // A link inside the folder could point anywhere.
    private static bool LeadsAway(string folder, string[] parts)
    {
        var path = folder;
        foreach (var part in parts)
        {
            path = Path.Combine(path, part);
            if (new FileInfo(path).LinkTarget is not null || new DirectoryInfo(path).LinkTarget is not null)
            {
                return true;
            }
        }

        return false;
    }
}
