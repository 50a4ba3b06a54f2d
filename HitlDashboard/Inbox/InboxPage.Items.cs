using HitlDashboard.Engine.Lifecycle;
using Microsoft.JSInterop;

namespace HitlDashboard.Inbox;

/// <summary>What the page's script calls for everything short of a decision.</summary>
public sealed partial class InboxPage
{
    private OpenAction? _action;
    private ItemActions _items = default!;
    private ClaimKeeper? _keeper;

    /// <summary>A key or button of an item: claims at once, otherwise opens its strip.</summary>
    [JSInvokable]
    public Task<CommandResult> ActAsync(string action, CommandInput input) => _answered.OnceAsync(input.Key, () => ActOnceAsync(action, input));

    private async Task<CommandResult> ActOnceAsync(string action, CommandInput input)
    {
        if (!await MayStillActAsync() || Desk.Selected is not { } detail || input.Review != detail.Item.Id || !Enum.TryParse<ItemAction>(action, out var wanted)
            || WhyLocked.Of(wanted, detail, Desk.Actor!) is not null)
        {
            return CommandResult.Refused;
        }

        if (wanted == ItemAction.Claim)
        {
            var isMine = detail.Item.Claim is { } claim && claim.By == Desk.Actor!.Name && claim.Until > Clock.GetUtcNow();
            return await ApplyAsync(isMine ? new ReviewChange.Unclaim() : new ReviewChange.Claim(), input);
        }

        var targets = wanted == ItemAction.Delegate ? await Targets.AllAsync(_stop.Token) : [];
        (_form, _action) = (null, new OpenAction(wanted, detail, targets));
        StateHasChanged();
        return CommandResult.Opened;
    }

    private async Task<CommandResult> SubmitActionAsync(OpenAction open, CommandInput input)
    {
        var (change, problem) = await open.ReadAsync(input, Clock.GetUtcNow(), to => Targets.FindAsync(to, _stop.Token));
        if (change is null)
        {
            return CommandResult.Problem(problem!);
        }

        var result = await ApplyAsync(change, input);
        return result == CommandResult.Refused && Desk.Notice is { } notice ? CommandResult.Problem(notice.Sentence) : result;
    }

    private async Task<CommandResult> ApplyAsync(ReviewChange change, CommandInput input)
    {
        var isDone = false;
        await SelectAsync(async () =>
        {
            isDone = await _items.ApplyAsync(input.Review!.Value, change, OpenAction.KeyOf(input, change), _stop.Token);
            // The strip goes with the same render that shows what it did.
            _action = isDone ? null : _action;
        });
        return isDone ? CommandResult.Saved : CommandResult.Refused;
    }
}
