using System.Text.Json;
using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Events;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Reviews;
using HitlDashboard.Engine.Runs;

namespace HitlDashboard.Engine.DryRuns;

/// <summary>Plays one run to its end: answers its reviews from the script, and lets time pass when nothing else is left to do.</summary>
internal sealed class DryRunPlay(DryRunEngine engine, RunId id, ScriptedDecisions decisions, StepOutputs outputs, EventSubscription events)
{
    private readonly List<DryRunCard> _cards = [];
    private readonly HashSet<ReviewId> _shown = [];
    private int _voices;

    public IReadOnlyList<DryRunCard> Cards => _cards;

    /// <summary>The run as it is when it is final, or when it waits for something that nobody here can give.</summary>
    /// <exception cref="DryRunRefusedException">A scripted decision is not possible.</exception>
    public async Task<RunDetail> EndAsync(CancellationToken cancellation)
    {
        while (true)
        {
            Forget();
            var seen = await engine.Get<HistoryQueries>().LastAsync(cancellation);
            var run = (await engine.Get<RunQueries>().GetAsync(id, cancellation))!;
            if (RunTransitions.IsFinal(run.Summary.State))
            {
                return run;
            }

            // A run and its tasks are read one after the other: that nothing is left to do holds only where nothing happened in between.
            if (!await StepAsync(run, cancellation) && seen == await engine.Get<HistoryQueries>().LastAsync(cancellation))
            {
                return run;
            }
        }
    }

    private async Task<bool> StepAsync(RunDetail run, CancellationToken cancellation)
    {
        var now = engine.Clock.GetUtcNow();
        if (run.Awaiting.Count > 0)
        {
            await AnswerAsync(run.Awaiting[0].ReviewId, cancellation);
            return true;
        }

        if (run.Tasks.Any(task => task.State == TaskState.Running || (task.State == TaskState.Pending && task.WaitingFor is null && !(task.DueAt > now))))
        {
            await events.Reader.WaitToReadAsync(cancellation);
            return true;
        }

        if (run.Tasks.Where(task => task.State == TaskState.Pending).Min(task => task.DueAt) is not { } next)
        {
            return false;
        }

        await PassAsync(next > now ? next : now, cancellation);
        return true;
    }

    private async Task AnswerAsync(ReviewId review, CancellationToken cancellation)
    {
        var shown = (await engine.Get<ReviewQueries>().GetAsync(review, cancellation))!;
        var isNew = _shown.Add(review);
        var said = (isNew ? decisions.Next(shown.Item.Step, shown.TaskId) : null) ?? Default(shown);
        if (isNew)
        {
            _cards.Add(Card(shown, said.Verdict));
        }

        if (said.Verdict is null)
        {
            await TimeOutAsync(shown, cancellation);
            return;
        }

        // Everybody decides once: reviews that need several people, or others than before, get them.
        var request = new DecisionRequest
        {
            ReviewId = review, Version = shown.Item.Version, Verdict = said.Verdict.Value, Output = said.Output,
            Reason = said.Reason ?? (said.Verdict is Verdict.Reject or Verdict.SendBack ? "Dry run." : null),
        };
        var answer = await engine.Get<DecideReview>().ExecuteAsync(request, new Actor($"reviewer-{++_voices}", Role.Admin), cancellation: cancellation);
        if (answer.Refused is { } refusal)
        {
            throw new DryRunRefusedException($"The decision about step '{shown.Item.Step}', round {shown.Item.Round}, is not possible: {refusal.Message}");
        }
    }

    private async Task TimeOutAsync(ReviewDetail shown, CancellationToken cancellation)
    {
        if (shown.Request is not { OnTimeout: not null, DueAt: { } due })
        {
            throw new DryRunRefusedException($"The review of step '{shown.Item.Step}' has no 'onTimeout': it never times out.");
        }

        // Escalated or overdue, it stays open; the next to be asked decides.
        RunDetail run;
        do
        {
            await PassAsync(due, cancellation);
            run = (await engine.Get<RunQueries>().GetAsync(id, cancellation))!;
        }
        while (IsDecidedByTime(shown.Request) && run.Awaiting.Any(review => review.ReviewId == shown.Item.Id));
    }

    private static bool IsDecidedByTime(ReviewRequest request) => request.OnTimeout switch
    {
        TimeoutRule.Approve => ReviewDesk.ForbidsTimeout(request, request.Risk, Verdict.Approve) is null,
        TimeoutRule.Reject => true,
        _ => false,
    };

    private async Task PassAsync(DateTimeOffset until, CancellationToken cancellation)
    {
        // Timers are set a moment after what they wait for is written; one that comes late finds its time over and rings at once.
        engine.Clock.MoveTo(until + TimeSpan.FromSeconds(1));
        await events.Reader.WaitToReadAsync(cancellation);
        Forget();
    }

    private ScriptedDecision Default(ReviewDetail shown)
    {
        var allowed = shown.Request.Allowed;
        if (shown.Request.Subject != ReviewSubject.Human || allowed.Contains(Verdict.Approve))
        {
            return new ScriptedDecision(allowed.Contains(Verdict.Approve) ? Verdict.Approve : Verdict.Reject);
        }

        var form = shown.Request.Form is { } schema ? SchemaExample.Of(schema) : null;
        return new ScriptedDecision(Verdict.Amend, Output: outputs.Find(shown.Item.Step, -1)?.Output ?? form ?? EngineJson.Empty);
    }

    private DryRunCard Card(ReviewDetail shown, Verdict? verdict) => new(
        shown.Item.Step, shown.Item.Round, shown.Request.Subject, shown.Request.Title, shown.Request.Instructions, shown.Request.Kind, shown.Request.Content,
        shown.Request.Evidence, shown.Request.Editable, shown.Request.Allowed, shown.Request.Queue, shown.Request.Assignee, shown.Request.Risk,
        shown.Request.DueAt is { } due ? Durations.ToIso(due - shown.Item.CreatedAt) : null, verdict);

    // What is read now is at least as new as these.
    private void Forget()
    {
        while (events.Reader.TryRead(out _))
        {
            // Only that something happened matters.
        }
    }
}

/// <summary>The script asks for something that is not possible.</summary>
internal sealed class DryRunRefusedException(string message) : Exception(message);
