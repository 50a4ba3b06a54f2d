using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Ledger;

/// <summary>One lock or group: who holds it, and who waits for it in order.</summary>
internal sealed class HoldQueue
{
    private readonly Dictionary<Guid, (RunId Run, Hold Hold)> _held = [];
    private readonly SortedDictionary<Waiter, Hold> _waiting = new(Waiter.Order);

    public bool IsIdle => _held.Count == 0 && _waiting.Count == 0;

    public IEnumerable<RunId> Holders => _held.Values.Select(pair => pair.Run);

    /// <summary>Nobody overtakes: whoever comes must wait behind those of the same or a higher priority.</summary>
    public bool TryTake(Waiter who, Hold hold)
    {
        if (!hold.Fits([.. _held.Values.Select(pair => pair.Hold)]) || (_waiting.Count > 0 && Waiter.Order.Compare(who, _waiting.First().Key) > 0))
        {
            _waiting[who] = hold;
            return false;
        }

        _waiting.Remove(who);
        Take(who, hold);
        return true;
    }

    public void Take(Waiter who, Hold hold) => _held[who.Holder] = (who.Run, hold);

    public void GiveBack(Guid holder) => _held.Remove(holder);

    public void StopWaiting(Waiter who) => _waiting.Remove(who);

    /// <summary>As many from the front of the queue as fit together.</summary>
    public IReadOnlyList<Waiter> Next()
    {
        var held = _held.Values.Select(pair => pair.Hold).ToList();
        var next = new List<Waiter>();
        foreach (var (who, hold) in _waiting)
        {
            if (!hold.Fits(held))
            {
                break;
            }

            held.Add(hold);
            next.Add(who);
        }

        return next;
    }
}
