using System.Collections.Concurrent;
using System.Text;

namespace HitlDashboard.Tests.Faults.Crash;

/// <summary>One line that a host printed: what it was about, and the facts.</summary>
/// <param name="Kind"><c>started</c>, <c>asked</c>, <c>sent-back</c>, <c>hasty</c>, <c>undone</c>, <c>decided</c>, <c>repeat</c>.</param>
/// <param name="Name">The run's name.</param>
/// <param name="Facts">Ids, and what the run must answer.</param>
internal sealed record Ack(string Kind, string Name, IReadOnlyList<string> Facts)
{
    public Guid Id(int place) => Guid.Parse(Facts[place]);

    public static Ack Parse(string line)
    {
        var parts = line.Split(' ', 6);
        return new Ack(parts[0], parts.ElementAtOrDefault(1) ?? "", parts[Math.Min(2, parts.Length)..]);
    }
}

/// <summary>Everything that was acknowledged on one file, across all kills.</summary>
internal sealed class AckLog
{
    private readonly List<Ack> _all = [];
    private readonly ConcurrentDictionary<(string Kind, string Name), Ack> _last = [];

    public IReadOnlyList<Ack> All => _all;

    public static AckLog Read(string file)
    {
        var log = new AckLog();
        foreach (var line in File.Exists(file) ? File.ReadLines(file) : [])
        {
            log.Add(Ack.Parse(line));
        }

        return log;
    }

    public void Add(Ack ack)
    {
        _all.Add(ack);
        _last[(ack.Kind, ack.Name)] = ack;
    }

    public Ack? Find(string kind, string name) => _last.GetValueOrDefault((kind, name));

    public IEnumerable<Ack> Of(string kind) => _all.Where(ack => ack.Kind == kind);
}

/// <summary>Where clients note what they were told.</summary>
internal sealed class AckWriter(Action<string> write)
{
    private static readonly Stream Output = Console.OpenStandardOutput();

    /// <summary>Prints whole lines at once: a kill leaves a line or none.</summary>
    public AckWriter(string engine)
        : this(line => Print($"{engine} {line}\n"))
    {
    }

    public void Write(string line) => write(line);

    private static void Print(string line)
    {
        var bytes = Encoding.UTF8.GetBytes(line);
        lock (Output)
        {
            Output.Write(bytes);
        }
    }
}
