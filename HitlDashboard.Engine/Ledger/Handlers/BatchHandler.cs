using HitlDashboard.Engine.Ledger.Commands;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Ledger.Handlers;

/// <summary>Decides many reviews in one transaction, each by its own rules.</summary>
internal static class BatchHandler
{
    /// <summary>The most reviews of one batch.</summary>
    public const int Most = 100;

    public static Answer<BatchResult> Decide(LedgerSession session, DecideBatchCommand command)
    {
        if (Refuse.Unless<BatchResult>(command.Actor, Role.Supervisor) is { } forbidden)
        {
            return forbidden;
        }

        if (command.Requests.Count is 0 or > Most)
        {
            return Refuse.With<BatchResult>("batch-size", $"A batch has 1 to {Most} reviews, this one {command.Requests.Count}: send the rest in another.");
        }

        if (command.Requests.DistinctBy(request => request.ReviewId).Count() < command.Requests.Count)
        {
            return Refuse.With<BatchResult>("invalid-input", "The batch names a review twice.");
        }

        return new Answer<BatchResult>.Applied(new BatchResult(command.Batch, [.. command.Requests.Select(request => One(session, command, request))]));
    }

    private static BatchItem One(LedgerSession session, DecideBatchCommand command, DecisionRequest request)
    {
        var answer = request.Verdict == Verdict.Amend
            ? Refuse.With<DecisionResult>("verdict-not-allowed", "An amend belongs to one review: it can't be given to many at once.")
            : DecisionHandlers.Stage(session, command.Actor, request, command.Batch);
        return new BatchItem(request.ReviewId, answer.Value, answer.Refused);
    }
}
