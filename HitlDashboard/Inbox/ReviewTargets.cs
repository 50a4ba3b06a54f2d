using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Reviews;
using HitlDashboard.SignIn;

namespace HitlDashboard.Inbox;

/// <summary>Whom a review can be handed to: a queue that is known, or a person with an account.</summary>
/// <param name="queries">Knows the queues.</param>
/// <param name="roster">Knows the people; null (in component tests) knows nobody.</param>
internal sealed class ReviewTargets(ReviewQueries queries, AccountRoster? roster = null)
{
    /// <summary>The queue or person of a name; <c>@name</c> is always a person. Null where there is neither.</summary>
    public async Task<ReviewTarget?> FindAsync(string to, CancellationToken cancellation)
    {
        if (!to.StartsWith('@') && await queries.KnowsQueueAsync(to, cancellation))
        {
            return new ReviewTarget(to, null);
        }

        return roster?.FindPerson(to.TrimStart('@')) is { } person ? new ReviewTarget(null, person) : null;
    }

    /// <summary>Everything that can be proposed: people as <c>@name</c>, then queues.</summary>
    public async Task<IReadOnlyList<string>> AllAsync(CancellationToken cancellation) =>
        [.. (roster?.People ?? []).Select(person => $"@{person}"), .. await queries.QueuesAsync(cancellation)];
}
