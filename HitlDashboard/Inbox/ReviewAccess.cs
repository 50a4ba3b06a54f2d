using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Reviews;

namespace HitlDashboard.Inbox;

/// <summary>What the inbox asks of the engine.</summary>
public sealed record ReviewAccess(
    Func<ReviewFilter, CancellationToken, Task<Page<ReviewListItem>>> List,
    Func<ReviewFilter, CancellationToken, Task<int>> Count,
    Func<ReviewId, CancellationToken, Task<ReviewDetail?>> Get,
    Func<CancellationToken, Task<IReadOnlyList<string>>> Queues,
    Func<DecisionRequest, Actor, IdempotencyKey, CancellationToken, Task<Answer<DecisionResult>>> Decide,
    Func<ReviewId, Actor, IdempotencyKey, CancellationToken, Task<Answer<ReviewState>>> Undo,
    Func<ReviewId, ReviewChange, Actor, IdempotencyKey, CancellationToken, Task<Answer<ReviewState>>> Change)
{
    public static ReviewAccess To(ReviewQueries queries, DecideReview decisions, ChangeReview changes) => new(
        queries.ListAsync, queries.CountAsync, queries.GetAsync, queries.QueuesAsync,
        (request, actor, key, cancellation) => decisions.ExecuteAsync(request, actor, key, cancellation),
        (review, actor, key, cancellation) => decisions.UndoAsync(review, actor, key, cancellation),
        (review, change, actor, key, cancellation) => changes.ExecuteAsync(review, change, actor, key, cancellation));
}
