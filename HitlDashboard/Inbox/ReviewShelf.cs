using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Reviews;

namespace HitlDashboard.Inbox;

/// <summary>Details that were read ahead, so that the next item is there when it is wanted. Forgets what changed, and the oldest when it is full.</summary>
internal sealed class ReviewShelf(ReviewAccess access)
{
    private const int Capacity = 12;

    private readonly Dictionary<ReviewId, Task<ReviewDetail?>> _details = [];
    private readonly Queue<ReviewId> _order = new();

    public Task<ReviewDetail?> GetAsync(ReviewId id, CancellationToken cancellation)
    {
        if (_details.TryGetValue(id, out var known) && !known.IsFaulted && !known.IsCanceled)
        {
            return known;
        }

        while (_order.Count >= Capacity)
        {
            _details.Remove(_order.Dequeue());
        }

        _order.Enqueue(id);
        return _details[id] = access.Get(id, cancellation);
    }

    /// <summary>Starts reading; whoever takes it from the shelf sees its failure.</summary>
    public void Prefetch(ReviewId id, CancellationToken cancellation) => _ = GetAsync(id, cancellation);

    public void Forget(ReviewId id) => _details.Remove(id);

    public void ForgetAll() => _details.Clear();
}
