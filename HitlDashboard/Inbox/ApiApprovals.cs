using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Reviews;

namespace HitlDashboard.Inbox;

/// <summary>Who has to agree about a review, and who did so far.</summary>
/// <param name="Needed">How many different people must approve.</param>
/// <param name="Given">How many approved the content as it is now and wait for the others.</param>
/// <param name="Exclude">Whose approval does not count.</param>
/// <param name="Said">Approvals and amends that wait, or waited before the content changed; oldest first.</param>
internal sealed record ApiApprovals(int Needed, int Given, IReadOnlyList<ExcludedPerson> Exclude, IReadOnlyList<ApiApproval> Said)
{
    public static ApiApprovals Of(ReviewDetail detail) => new(
        detail.Request.Approvals, detail.Approvals.Count(approval => approval.Counts), detail.Request.Exclude,
        [.. detail.Approvals.Select(said => new ApiApproval(said.DecisionId.Value, said.By, said.At, said.Verdict, said.Version, said.Counts, said.Comment))]);
}

/// <summary>What one person said.</summary>
/// <param name="DecisionId">The decision.</param>
/// <param name="User">Who.</param>
/// <param name="At">When.</param>
/// <param name="Verdict">Approve, or amend where they changed the content.</param>
/// <param name="Version">The version of the content that it is about.</param>
/// <param name="Counts">Whether it counts for the content as it is now.</param>
/// <param name="Comment">A note, or null.</param>
internal sealed record ApiApproval(Guid DecisionId, string User, DateTimeOffset At, Verdict Verdict, int Version, bool Counts, string? Comment);

/// <summary>Something that somebody said about a review.</summary>
/// <param name="User">Who.</param>
/// <param name="At">When.</param>
/// <param name="Text">What.</param>
internal sealed record ApiComment(string User, DateTimeOffset At, string Text);
