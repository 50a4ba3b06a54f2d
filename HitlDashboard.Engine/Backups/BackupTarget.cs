namespace HitlDashboard.Engine.Backups;

/// <summary>Where a backup may be written: beside everything else, onto nothing.</summary>
internal static class BackupTarget
{
    /// <summary>Looks only; nothing is made.</summary>
    /// <param name="directory">The data folder.</param>
    /// <param name="file">The new file.</param>
    /// <param name="work">The folder in which it is prepared.</param>
    /// <exception cref="EngineRefusedException">It can't be written there.</exception>
    public static void Check(string directory, string file, string work)
    {
        if (File.Exists(file) || Directory.Exists(file))
        {
            throw new EngineRefusedException($"{file} exists: choose another name, a backup overwrites nothing.");
        }

        if (File.Exists(work) || Directory.Exists(work))
        {
            throw new EngineRefusedException($"{work} exists and is needed to prepare the backup: remove it where a backup that was cut off left it, or choose another name.");
        }

        // It would read what it writes, without an end.
        var way = Path.GetRelativePath(Real(Path.GetFullPath(directory)), Real(Path.GetFullPath(file)));
        if (!Path.IsPathRooted(way) && way.Split(Path.DirectorySeparatorChar)[0] != "..")
        {
            throw new EngineRefusedException($"{file} is in the data folder {directory}: choose a place outside, best on another disk.");
        }
    }

    /// <summary>The path without the links in it.</summary>
    private static string Real(string path)
    {
        if (Path.GetDirectoryName(path) is not { } parent)
        {
            return path;
        }

        var here = Path.Combine(Real(parent), Path.GetFileName(path));
        return Directory.Exists(here) ? Directory.ResolveLinkTarget(here, returnFinalTarget: true)?.FullName ?? here : here;
    }
}
