namespace HitlDashboard.Tests.Faults.Crash;

/// <summary>How much happened: a test in which nothing happens proves nothing.</summary>
internal sealed class CrashFigures
{
    private readonly Dictionary<string, int> _points = new(StringComparer.Ordinal);

    /// <summary>Engines that were killed.</summary>
    public int Kills { get; private set; }

    /// <summary>Signals that killed them.</summary>
    public int Signals { get; private set; }

    public int Started { get; private set; }

    public int Decided { get; private set; }

    /// <summary>Requests that were committed, never acknowledged, and repeated after the kill.</summary>
    public int Repeats { get; private set; }

    public IReadOnlyDictionary<string, int> Points => _points;

    public void Count(string? point, bool wasReached, int engines)
    {
        (Kills, Signals) = (Kills + engines, Signals + 1);
        if (point is not null && wasReached)
        {
            _points[point] = _points.GetValueOrDefault(point) + 1;
        }
    }

    public void Add(AckLog log)
    {
        Started += log.Of("started").Count();
        Decided += log.All.Count(ack => ack.Kind is "decided" or "sent-back" or "hasty");
        Repeats += log.Of("repeat").Count();
    }

    public void Add(CrashFigures other)
    {
        (Kills, Signals, Started, Decided, Repeats) = (Kills + other.Kills, Signals + other.Signals, Started + other.Started, Decided + other.Decided, Repeats + other.Repeats);
        foreach (var (point, count) in other._points)
        {
            _points[point] = _points.GetValueOrDefault(point) + count;
        }
    }

    public override string ToString() =>
        $"{Kills} engines killed by {Signals} signals, {Started} runs and {Decided} decisions acknowledged, {Repeats} repeats answered again; {string.Join(", ", _points.OrderBy(pair => pair.Key).Select(pair => $"{pair.Key} {pair.Value}"))}";
}
