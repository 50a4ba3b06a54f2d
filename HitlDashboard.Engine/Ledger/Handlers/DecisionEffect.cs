using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Ledger.Handlers;

/// <summary>What a released decision does to its task, in the same transaction.</summary>
internal static class DecisionEffect
{
    public static void Apply(LedgerSession session, Actor actor, ReviewImage review, DecisionImage decision)
    {
        if (session.Task(review.TaskId) is not var (run, task) || task.State != TaskState.AwaitingReview || task.ReviewId != review.Id)
        {
            throw new InvalidOperationException($"Review {review.Id} was released, but its task {review.TaskId} does not wait for it.");
        }

        // Content that somebody changed and others approved: their approval lets the changed content stand.
        var said = decision.Verdict == Verdict.Approve && review.Request.Original is not null
            ? decision.As(Verdict.Amend, review.Request.Subjected)
            : decision;
        var effect = ReviewTransitions.Effect(review.Request.Subject, said.Verdict);
        var standing = effect switch { TaskTrigger.Approve => task.Output, TaskTrigger.Amend => said.Output, _ => null };

        // While it was decided, another plan may have taken its steps' names.
        var broken = Expansion.Problem(run, task, standing);
        var trigger = broken is null ? effect : TaskTrigger.Reject;
        TaskMoves.Fire(session, actor, run, task, trigger, changed => Change(session, run, changed, review.Request, said, broken), new
        {
            step = task.StepId,
            review = review.Id.ToString(),
            decision.Reason,
            decision.Comment,
            timedOut = decision.TimedOut ? true : (bool?)null,
        });
        if (GoBack.IsDue(run, task))
        {
            GoBack.Apply(session, actor, run, task);
        }

        RunMoves.Advance(session, run);
    }

    private static void Change(LedgerSession session, RunImage run, TaskImage task, ReviewRequest request, DecisionImage decision, TaskError? broken)
    {
        Take(task, request, decision, broken);
        var step = run.Definition.Step(task.StepId);
        if (task.State == TaskState.Pending && step.Uses == "delay")
        {
            // The time counts from when it may begin; nobody is asked a second time.
            var draft = TaskDraft.Of(run.Definition, step with { Review = null }, run.Values(), task.Values, session.Now, task.Input);
            (task.DueAt, task.WaitingFor, task.Error) = (draft.DueAt, draft.DueAt is null ? null : WaitingFor.Timer, draft.Error);
        }
    }

    private static void Take(TaskImage task, ReviewRequest request, DecisionImage decision, TaskError? broken)
    {
        task.Feedback = decision.Reason ?? decision.Comment;
        if (broken is not null)
        {
            (task.Resolution, task.Error) = (Resolution.Error, broken);
            return;
        }

        switch (request.Subject, decision.Verdict)
        {
            case (ReviewSubject.Action, Verdict.Approve):
                task.Input = request.Subjected;
                break;
            case (ReviewSubject.Action, Verdict.Amend):
                task.Input = decision.Output;
                break;
            case (_, Verdict.Amend):
                (task.Output, task.Error) = (decision.Output, null);
                break;
            case (ReviewSubject.Human, Verdict.Approve):
                task.Output = EngineJson.Empty;
                break;
            case (_, Verdict.SendBack):
                (task.Round, task.AttemptBase, task.Output, task.Error) = (task.Round + 1, task.Attempt, null, null);
                break;
            case (ReviewSubject.Failure, Verdict.Reject):
                task.Resolution = Resolution.Error;
                break;
            case (_, Verdict.Reject) when decision.TimedOut:
                (task.Resolution, task.Error) = (Resolution.TimedOut, new TaskError(TaskImage.ReviewTimedOut, "Nobody decided in time.", Retryable: false));
                break;
            case (_, Verdict.Reject):
                task.Error = new TaskError("rejected", decision.Reason is null ? "A reviewer rejected it." : $"{decision.Actor} rejected it: {decision.Reason}", Retryable: false);
                break;
            case (_, Verdict.Approve):
                break;
        }
    }
}
