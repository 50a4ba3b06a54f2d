using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Reviews;

namespace HitlDashboard.Inbox;

/// <summary>Makes decisions about what the desk shows, and takes them back.</summary>
internal sealed class Decisions(ReviewAccess access, InboxDesk desk, TimeProvider clock)
{
    /// <summary>Decides, and goes on to the next item that waits. False where it was refused: the desk's notice says why.</summary>
    public async Task<bool> DecideAsync(DecisionRequest request, IdempotencyKey key, CancellationToken cancellation)
    {
        var title = desk.Selected?.Item is { } shown && shown.Id == request.ReviewId ? shown.Title : "an item";
        var answer = await access.Decide(request, desk.Actor!, key, cancellation);
        if (answer.Value is not { } result)
        {
            return await RefuseAsync(request.ReviewId, answer.Refused!, cancellation);
        }

        Record(request, result, title);
        if (desk.Selected?.Item.Id == request.ReviewId)
        {
            await desk.AdvanceAsync(cancellation);
        }

        var next = desk.Selected is { } item ? $"Next: {item.Item.Title}" : "Nothing is left.";
        var then = result.State == ReviewState.Open ? $"It waits for {result.Missing} more to approve." : $"Undo with u, {request.UndoSeconds} seconds.";
        desk.Say(null, $"{Words.Past(request.Verdict)}. {then} {next}");
        return true;
    }

    /// <summary>Takes a decision of mine back and returns to its item. False where it was refused.</summary>
    public async Task<bool> UndoAsync(ReviewId? id, IdempotencyKey key, CancellationToken cancellation)
    {
        if (id is not { } review)
        {
            desk.Say(desk.Notice, "Nothing to undo");
            return true;
        }

        var answer = await access.Undo(review, desk.Actor!, key, cancellation);
        desk.Staged.Remove(review);
        if (answer.Refused is { } refusal)
        {
            return await RefuseAsync(review, refusal, cancellation);
        }

        var place = Math.Max(desk.Cursor, 0);
        var back = await desk.RereadAsync(review, cancellation);
        if (back is not null && desk.Rows.PlaceOf(review) < 0 && desk.Filter.View == InboxView.Waiting)
        {
            desk.Rows.Insert(place, back.Item);
        }

        await desk.SelectAsync(review, cancellation);
        await desk.CountAsync(cancellation);
        desk.Say(null, $"Taken back: {back?.Item.Title}");
        return true;
    }

    private async Task<bool> RefuseAsync(ReviewId review, Refusal refusal, CancellationToken cancellation)
    {
        var text = RefusalText.Of(refusal);
        desk.Say(text, text.Sentence);
        await desk.RereadAsync(review, cancellation);
        return false;
    }

    private void Record(DecisionRequest request, DecisionResult result, string title)
    {
        var decision = new ReviewDecision
        {
            Id = result.DecisionId,
            Verdict = request.Verdict,
            By = desk.Actor!.Name,
            At = clock.GetUtcNow(),
            ReleaseAt = result.ReleaseAt,
            Reason = request.Reason,
            Comment = request.Comment,
        };
        if (result.State == ReviewState.Open)
        {
            // Counted, not decided: the row waits as before.
            desk.Staged.Push(new StagedDecision(request.ReviewId, title, decision, result.Missing));
            return;
        }

        desk.Mark(request.ReviewId, result.State, decision);
        if (result.State == ReviewState.Staged)
        {
            desk.Staged.Push(new StagedDecision(request.ReviewId, title, decision));
        }
    }
}
