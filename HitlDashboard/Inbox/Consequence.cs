using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Reviews;

namespace HitlDashboard.Inbox;

/// <summary>What happens then, in one sentence, before somebody decides.</summary>
internal static class Consequence
{
    public static string Of(Verdict verdict, ReviewDetail detail)
    {
        var request = detail.Request;
        return verdict switch
        {
            Verdict.Approve => Approve(request, detail.Item.Step),
            Verdict.Amend => Amend(request, detail.Item.Step),
            Verdict.SendBack when request.Subject == ReviewSubject.Failure => "Sending back tries the step again with your feedback.",
            Verdict.SendBack => $"Sending back runs {detail.Item.Step} again with your feedback, as the {Words.Round(detail.Item.Round + 1)}.",
            Verdict.Reject when request.Subject == ReviewSubject.Failure => "Rejecting leaves the step failed.",
            Verdict.Reject => $"Rejecting {(request.Subject == ReviewSubject.Action ? "means that the action is not carried out" : "discards this")}; {Rejected(request)}.",
        };
    }

    private static string Approve(ReviewRequest request, string step) => request.Subject == ReviewSubject.Action
        ? $"Approving carries out {step} now, exactly as shown{AndThen(request)}."
        : request.Then.Count == 0 ? "Approving completes this step; nothing else waits for it." : $"Approving runs {Names(request)}.";

    private static string Amend(ReviewRequest request, string step) => request.Subject switch
    {
        ReviewSubject.Action => $"Amending carries out {step} with your changes{AndThen(request)}.",
        ReviewSubject.Failure => $"Amending supplies the output by hand{AndThen(request)}.",
        ReviewSubject.Human => $"Your answer becomes the step's output{AndThen(request)}.",
        ReviewSubject.Output => $"Amending puts your version in its place{AndThen(request)}.",
    };

    private static string Rejected(ReviewRequest request) => request.OnReject switch
    {
        RejectRule.Fail => "the step counts as rejected, and the run fails unless another step takes care of it",
        RejectRule.Continue => "the run goes on without it",
        RejectRule.GoTo => $"the run goes back to {request.BackTo} with your reason",
    };

    private static string AndThen(ReviewRequest request) => request.Then.Count == 0 ? "" : $", then runs {Names(request)}";

    private static string Names(ReviewRequest request) => request.Then.Count switch
    {
        1 => request.Then[0],
        <= 4 => $"{string.Join(", ", request.Then.SkipLast(1))} and {request.Then[^1]}",
        _ => $"{string.Join(", ", request.Then.Take(3))} and {request.Then.Count - 3} more steps",
    };
}
