using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Ledger;

/// <summary>One lock or group: who holds it, and who waits for it in order.</summary>
internal sealed class HoldQueue
{
    private readonly Dictionary<Guid, (RunId Run, Hold Hold)> _held = [];
    private readonly SortedDictionary<Waiter, Hold> _waiting = new(Waiter.Order);
    private readonly SortedSet<Waiter> _nested = new(Waiter.Order);

    public bool IsIdle => _held.Count == 0 && _waiting.Count == 0;

    public IEnumerable<RunId> Holders => _held.Values.Select(pair => pair.Run);

    /// <summary>Nobody overtakes: whoever comes must wait behind those of the same or a higher priority. Only what one that holds it waits for goes first, because nobody gets it sooner.</summary>
    public bool TryTake(Waiter who, Hold hold)
    {
        if (!Fits(who, hold, []) || IsBehind(who))
        {
            Wait(who, hold);
            return false;
        }

        StopWaiting(who);
        Take(who, hold);
        return true;
    }

    public void Wait(Waiter who, Hold hold)
    {
        StopWaiting(who);
        _waiting[who] = hold;
        if (who.Above is not null)
        {
            _nested.Add(who);
        }
    }

    public void Take(Waiter who, Hold hold) => _held[who.Holder] = (who.Run, hold);

    public void GiveBack(Guid holder) => _held.Remove(holder);

    public void StopWaiting(Waiter who)
    {
        _waiting.Remove(who);
        _nested.Remove(who);
    }

    /// <summary>As many from the front of the queue as fit together, and those that one that holds it waits for.</summary>
    public IReadOnlyList<Waiter> Next()
    {
        var next = new List<(Waiter Who, Hold Hold)>();
        foreach (var (who, hold) in _waiting)
        {
            if (!Fits(who, hold, next))
            {
                break;
            }

            next.Add((who, hold));
        }

        foreach (var who in _nested.Where(who => IsInside(who) && !next.Exists(pair => pair.Who == who)))
        {
            if (Fits(who, _waiting[who], next))
            {
                next.Add((who, _waiting[who]));
            }
        }

        return [.. next.Select(pair => pair.Who)];
    }

    private bool Fits(Waiter who, Hold hold, List<(Waiter Who, Hold Hold)> more) =>
        hold.Fits([.. _held.Where(pair => who.Above?.Contains(pair.Key) != true).Select(pair => pair.Value.Hold), .. more.Select(pair => pair.Hold)]);

    private bool IsBehind(Waiter who) => _waiting.Count > 0 && !IsInside(who) && Waiter.Order.Compare(who, _waiting.First().Key) > 0;

    private bool IsInside(Waiter who) => who.Above is { } above && above.Any(_held.ContainsKey);
}
