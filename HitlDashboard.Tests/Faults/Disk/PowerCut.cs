namespace HitlDashboard.Tests.Faults.Disk;

/// <summary>
/// What is on the disk after the power went away at one entry of a recording. What a sync that ended had covered is there for certain;
/// of everything later each 512 bytes are there or not, as chance has it: nothing, all up to one torn write, or anything.
/// A new file is there for certain once it was synced, a deletion once anything was: file systems keep a journal of both.
/// </summary>
internal sealed class PowerCut(Random chance)
{
    private const int Sector = 512;

    private readonly Dictionary<string, CutFile> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CutFile> _deleted = new(StringComparer.Ordinal);

    /// <summary>Writes that were not synced.</summary>
    public int Doubtful { get; private set; }

    /// <summary>Those of them of which some or all was lost.</summary>
    public int Damaged { get; private set; }

    /// <summary>The files of a process that was killed: the system has everything that was handed to it, the last write perhaps to its half.</summary>
    public static void Kill(IReadOnlyList<DiskEntry> entries, int at, bool isTorn, string folder)
    {
        var cut = new PowerCut(new Random(0));
        foreach (var entry in entries.Take(at))
        {
            cut.Play(entry);
        }

        foreach (var (name, file) in cut._files)
        {
            var last = file.Pending.Count - (isTorn && name == entries[at - 1].File ? 1 : 0);
            file.Pending.GetRange(0, last).ForEach(file.Apply);
            if (last < file.Pending.Count)
            {
                var torn = file.Pending[last];
                file.Apply(torn with { Bytes = torn.Bytes![..(torn.Bytes.Length / 2)] });
            }

            File.WriteAllBytes(Path.Combine(folder, name), file.Image.ToArray());
        }
    }

    public void Rebuild(IReadOnlyList<DiskEntry> entries, int at, string folder)
    {
        foreach (var entry in entries.Take(at))
        {
            Play(entry);
        }

        var way = chance.Next(3);
        Doubtful = _files.Values.Sum(file => file.Pending.Count);
        foreach (var (_, file) in _files.Where(file => !file.Value.IsThere && chance.Next(2) == 0).ToList())
        {
            // Never synced, and not even its name is left.
            Damaged += file.Pending.Count;
            file.IsGone = true;
        }

        foreach (var (name, file) in _deleted.Where(_ => chance.Next(2) == 0).Concat(_files.Where(file => !file.Value.IsGone)))
        {
            var kept = way switch { 0 => 0, 1 => chance.Next(file.Pending.Count + 1), _ => -1 };
            for (var place = 0; place < file.Pending.Count; place++)
            {
                Damaged += kept < 0 || place == kept ? Tear(file, file.Pending[place]) : place < kept ? Keep(file, file.Pending[place]) : 1;
            }

            File.WriteAllBytes(Path.Combine(folder, name), file.Image.ToArray());
        }
    }

    private void Play(DiskEntry entry)
    {
        if (entry.Event == DiskEvent.Mark)
        {
            return;
        }

        var file = _files.TryGetValue(entry.File, out var known) ? known : _files[entry.File] = new CutFile();
        switch (entry.Event)
        {
            case DiskEvent.SyncBegins:
                file.Covered = file.Pending.Count;
                break;
            case DiskEvent.Sync:
                Settle(file);
                break;
            case DiskEvent.SyncFails:
                file.Given.UnionWith(file.Pending);
                break;
            case DiskEvent.Delete:
                _files.Remove(entry.File);
                _deleted[entry.File] = file;
                if (entry.Offset != 0)
                {
                    _deleted.Clear();
                }

                break;
            default:
                file.Pending.Add(entry);
                break;
        }
    }

    private void Settle(CutFile file)
    {
        foreach (var entry in file.Pending[..file.Covered])
        {
            // A system that failed to sync a page may call it clean: the next sync says yes and writes nothing.
            _ = file.Given.Remove(entry) ? Tear(file, entry) : Keep(file, entry);
        }

        file.Pending.RemoveRange(0, file.Covered);
        (file.Covered, file.IsThere) = (0, true);
        _deleted.Clear();
    }

    private static int Keep(CutFile file, DiskEntry entry)
    {
        file.Apply(entry);
        return 0;
    }

    private int Tear(CutFile file, DiskEntry entry)
    {
        if (entry.Bytes is not { } bytes)
        {
            return chance.Next(2) == 0 ? Keep(file, entry) : 1;
        }

        var lost = 0;
        for (var start = 0; start < bytes.Length;)
        {
            var end = (int)Math.Min(bytes.Length, (((entry.Offset + start) / Sector) + 1) * Sector - entry.Offset);
            if (chance.Next(2) == 0)
            {
                file.Apply(entry with { Offset = entry.Offset + start, Bytes = bytes[start..end] });
            }
            else
            {
                lost = 1;
            }

            start = end;
        }

        return lost;
    }

    private sealed class CutFile
    {
        public MemoryStream Image { get; } = new();

        public List<DiskEntry> Pending { get; } = [];

        /// <summary>What a sync failed for.</summary>
        public HashSet<DiskEntry> Given { get; } = new(ReferenceEqualityComparer.Instance);

        public int Covered { get; set; }

        public bool IsThere { get; set; }

        public bool IsGone { get; set; }

        public void Apply(DiskEntry entry)
        {
            if (entry.Bytes is not { } bytes)
            {
                Image.SetLength(entry.Offset);
                return;
            }

            Image.Position = entry.Offset;
            Image.Write(bytes);
        }
    }
}
