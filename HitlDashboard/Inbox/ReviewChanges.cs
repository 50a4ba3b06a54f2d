using HitlDashboard.Engine.Events;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Inbox;

/// <summary>Collects which reviews changed, between the thread that hears it and the circuit that shows it.</summary>
internal sealed class ReviewChanges
{
    /// <summary>Beyond this the list is read again as a whole.</summary>
    public const int Capacity = 5000;

    private readonly Lock _gate = new();
    private Dictionary<ReviewId, EngineEvent.ReviewChanged> _changes = [];

    public bool Take(EngineEvent value)
    {
        if (value is not EngineEvent.ReviewChanged change)
        {
            return false;
        }

        lock (_gate)
        {
            if (_changes.Count < Capacity)
            {
                // What came and was then claimed or commented on still came.
                var came = _changes.TryGetValue(change.ReviewId, out var known) && !known.IsFact;
                _changes[change.ReviewId] = came ? change with { IsFact = false } : change;
            }
        }

        return true;
    }

    /// <summary>What changed since the last call; null where nothing is known about it and everything must be read again.</summary>
    public IReadOnlyCollection<EngineEvent.ReviewChanged>? Drain()
    {
        lock (_gate)
        {
            var changes = _changes;
            _changes = [];
            return changes.Count is 0 or Capacity ? null : changes.Values;
        }
    }
}
