using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Inbox;

/// <summary>Renews my claim as long as the item is in front of me, and gives it back when another one is. Where the page is gone nobody renews it, and it ends by itself.</summary>
internal sealed class ClaimKeeper : IDisposable
{
    private static readonly TimeSpan Every = ReviewDesk.ClaimLength * (2.0 / 3);

    private readonly ReviewAccess _access;
    private readonly Func<Actor?> _me;
    private readonly TimeProvider _clock;
    private readonly ITimer _timer;

    public ClaimKeeper(ReviewAccess access, Func<Actor?> me, TimeProvider clock)
    {
        (_access, _me, _clock) = (access, me, clock);
        _timer = clock.CreateTimer(_ => _ = SayAsync(Held, new ReviewChange.Claim()), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The item that I hold, or null.</summary>
    public ReviewId? Held { get; private set; }

    /// <summary>Hears what was done with an item: handing it on or putting it off ends the claim.</summary>
    public void Note(ReviewId id, ReviewChange change)
    {
        if (change is ReviewChange.Claim)
        {
            Held = id;
            _timer.Change(Every, Every);
        }
        else if (Held == id && change is not ReviewChange.Comment)
        {
            Forget();
        }
    }

    /// <summary>Another item is in front now, or none.</summary>
    public Task ShowsAsync(ReviewId? id)
    {
        if (Held is not { } held || held == id)
        {
            return Task.CompletedTask;
        }

        Forget();
        return SayAsync(held, new ReviewChange.Unclaim());
    }

    public void Dispose() => _timer.Dispose();

    private void Forget()
    {
        Held = null;
        _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    // A refusal means that it is decided, or somebody else's by now: then there is nothing to keep.
    private async Task SayAsync(ReviewId? id, ReviewChange change)
    {
        if (id is { } review && _me() is { } me)
        {
            var answer = await _access.Change(review, change, me, new IdempotencyKey($"inbox:{Guid.CreateVersion7(_clock.GetUtcNow()):N}", change.GetType().Name), CancellationToken.None);
            if (answer.Refused is not null && Held == review)
            {
                Forget();
            }
        }
    }
}
