using System.Collections.Concurrent;

namespace HitlDashboard.SignIn;

/// <summary>Makes guessing slow: after a few wrong passwords every further try must wait longer, up to a minute; nobody is locked out for ever.</summary>
internal sealed class SignInThrottle(TimeProvider clock)
{
    private const int MostEntries = 10_000;
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(15);
    private readonly ConcurrentDictionary<string, Failures> _failures = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>How long this address must wait before it may try this name (again); zero for not at all.</summary>
    public TimeSpan WaitFor(string name, string address) => Keys(name, address)
        .Select(key => _failures.TryGetValue(key.Key, out var failures) ? failures.NextAt - clock.GetUtcNow() : TimeSpan.Zero)
        .Append(TimeSpan.Zero)
        .Max();

    public void Failed(string name, string address)
    {
        Forget();
        foreach (var (key, free) in Keys(name, address))
        {
            _failures.AddOrUpdate(key, _ => Next(0, free), (_, before) => Next(before.Count, free));
        }
    }

    public void Succeeded(string name, string address) => _failures.TryRemove(PairKey(name, address), out _);

    // One name from one address; one address with many names; one name from many addresses.
    private static IEnumerable<(string Key, int Free)> Keys(string name, string address) =>
        [(PairKey(name, address), 3), ($"address {address}", 20), ($"name {name}", 50)];

    private static string PairKey(string name, string address) => $"pair {address} {name}";

    private Failures Next(int before, int free)
    {
        var count = before + 1;
        var wait = count < free ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Min(Math.Pow(2, Math.Min(count - free, 10)), LongestWait.TotalSeconds));
        return new Failures(count, clock.GetUtcNow() + wait);
    }

    private void Forget()
    {
        var old = clock.GetUtcNow() - Forgotten;
        foreach (var (key, failures) in _failures)
        {
            if (failures.NextAt < old || _failures.Count > MostEntries)
            {
                _failures.TryRemove(key, out _);
            }
        }
    }

    private sealed record Failures(int Count, DateTimeOffset NextAt);
}
