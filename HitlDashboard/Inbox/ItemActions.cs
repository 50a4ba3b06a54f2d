using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Reviews;
using HitlDashboard.Ui;

namespace HitlDashboard.Inbox;

/// <summary>Carries out what people do with an item short of deciding it. What leaves their list makes room for the next item.</summary>
internal sealed class ItemActions(ReviewAccess access, InboxDesk desk, ClaimKeeper keeper)
{
    /// <summary>False where it was refused: the desk's notice says why.</summary>
    public async Task<bool> ApplyAsync(ReviewId id, ReviewChange change, IdempotencyKey key, CancellationToken cancellation)
    {
        var title = desk.Selected?.Item is { } shown && shown.Id == id ? shown.Title : "The item";
        var answer = await access.Change(id, change, desk.Actor!, key, cancellation);
        if (answer.Refused is { } refusal)
        {
            var text = RefusalText.Of(refusal);
            desk.Say(text, text.Sentence);
            await desk.RereadAsync(id, cancellation);
            return false;
        }

        keeper.Note(id, change);
        await desk.RereadAsync(id, cancellation);
        if (change is ReviewChange.Defer or ReviewChange.Delegate or ReviewChange.Escalate)
        {
            if (desk.Selected?.Item.Id == id)
            {
                await desk.AdvanceAsync(cancellation);
            }

            await desk.CountAsync(cancellation);
        }

        desk.Say(null, Said(change, title));
        return true;
    }

    private static string Said(ReviewChange change, string title) => change switch
    {
        ReviewChange.Claim => "Claimed: the others see that you look at it.",
        ReviewChange.Unclaim => "Released.",
        ReviewChange.Comment => "Comment added.",
        ReviewChange.Defer defer => $"{title}: deferred until {defer.Until.UtcDateTime:yyyy-MM-dd HH:mm} UTC.",
        ReviewChange.Delegate to => $"{title}: handed to {to.To.Person ?? to.To.Queue}.",
        ReviewChange.Escalate => $"{title}: escalated.",
        _ => "",
    };
}
