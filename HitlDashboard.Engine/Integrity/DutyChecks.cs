using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Integrity;

/// <summary>I14: what several people had to agree about was approved by as many, none of whom was excluded.</summary>
internal static class DutyChecks
{
    public static IEnumerable<Violation> Check(RunRecord record) => record.Reviews.Where(review => review.State == "Decided").SelectMany(review => Check(record, review));

    private static IEnumerable<Violation> Check(RunRecord record, StoredReview review)
    {
        var request = EngineJson.Read<ReviewRequest>(review.Request);
        var decisions = record.DecisionsOf(review);
        var final = decisions.FirstOrDefault(decision => decision.Id == review.DecisionId);
        if (final is not { Verdict: "Approve" or "Amend", TimedOut: 0 })
        {
            yield break;
        }

        var approvers = decisions.Where(decision => decision.State == "Counted" && decision.Version == review.Version).Append(final)
            .Select(decision => decision.Person).ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (approvers.Count < request.Approvals)
        {
            yield return record.Broken("I14", review, $"{request.Approvals} people had to approve it, and {approvers.Count} did ({string.Join(", ", approvers.Order(StringComparer.Ordinal))})");
        }

        if (request.Exclude.Contains(ExcludedPerson.Starter) && approvers.Contains(record.Run.Starter))
        {
            yield return record.Broken("I14", review, $"{record.Run.Starter} started the run and approved it");
        }

        var amenders = decisions.Where(decision => decision is { State: "Counted" or "Revised", Verdict: "Amend" }).Select(decision => decision.Person);
        if (request.Exclude.Contains(ExcludedPerson.Amender) && amenders.FirstOrDefault(approvers.Contains) is { } amender)
        {
            yield return record.Broken("I14", review, $"{amender} changed the content and approved it");
        }
    }
}
