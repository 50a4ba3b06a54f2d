using System.Text;
using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Viewers;
using Microsoft.JSInterop;

namespace HitlDashboard.Inbox;

/// <summary>What <c>js/inbox.js</c> calls: only recognised commands travel, each about the item that was painted.</summary>
public sealed partial class InboxPage
{
    private const long MaxText = 4 * 1024 * 1024;

    private readonly AnsweredCommands _answered = new();
    private OpenForm? _form;
    private Representation _look;
    private bool _isComparing;
    private string? _edited;
    private string? _typed;
    private long _lastMove;

    /// <summary>Puts the item of a place in front. Moves that were overtaken are dropped.</summary>
    [JSInvokable]
    public async Task MoveAsync(long sequence, int place)
    {
        if (sequence > _lastMove)
        {
            _lastMove = sequence;
            await SelectAsync(() => Desk.MoveAsync(place, _stop.Token));
        }
    }

    /// <summary>A verdict's key or button: decides at once where one gesture is enough, otherwise opens its form.</summary>
    [JSInvokable]
    public Task<CommandResult> DecideAsync(string verdict, CommandInput input) =>
        _answered.OnceAsync(input.Key, () => DecideOnceAsync(verdict, input));

    /// <summary>The open form's submit chord.</summary>
    /// <param name="input">What was painted when the form opened, and its small fields.</param>
    /// <param name="text">The edited text or the form's fields as JSON, or null.</param>
    [JSInvokable]
    public Task<CommandResult> SubmitAsync(CommandInput input, IJSStreamReference? text) =>
        _answered.OnceAsync(input.Key, () => SubmitOnceAsync(input, text));

    /// <summary>Takes my decision about an item back; null says that there is nothing to take back.</summary>
    [JSInvokable]
    public Task<CommandResult> UndoAsync(string? reviewId, string key) => _answered.OnceAsync(key, () => UndoOnceAsync(reviewId, key));

    private async Task<CommandResult> UndoOnceAsync(string? reviewId, string key)
    {
        if (!await MayStillActAsync())
        {
            return CommandResult.Refused;
        }

        var review = Engine.Lifecycle.ReviewId.TryParse(reviewId, null, out var id) ? id : (ReviewId?)null;
        var isDone = await _decisions.UndoAsync(review, new IdempotencyKey($"inbox:{key}", reviewId ?? ""), _stop.Token);
        Close();
        await RefreshListAsync();
        StateHasChanged();
        return isDone ? CommandResult.Saved : CommandResult.Refused;
    }

    /// <summary>Closes the open form.</summary>
    [JSInvokable]
    public void Close()
    {
        (_form, _action, _isComparing, _edited) = (null, null, false, null);
        StateHasChanged();
    }

    /// <summary>Brings in what is new.</summary>
    [JSInvokable]
    public Task MergeAsync() => SelectAsync(() => Desk.MergeAsync(_stop.Token));

    /// <summary>The next look of the artifact; in the editor, proposal or difference.</summary>
    [JSInvokable]
    public void Toggle()
    {
        if (Desk.Selected is { } detail)
        {
            var looks = ArtifactView.LooksOf(detail.Request.Kind, detail.Rounds.Count > 0);
            ChooseLook(looks[(looks.ToList().IndexOf(_look) + 1) % looks.Count]);
            StateHasChanged();
        }
    }

    /// <summary>Compares the edit with the proposal.</summary>
    [JSInvokable]
    public async Task EditedAsync(IJSStreamReference text)
    {
        var edited = await ReadAsync(text);
        if (_form is not null)
        {
            _edited = edited;
            StateHasChanged();
        }
    }

    /// <summary>The filter's text changed.</summary>
    [JSInvokable]
    public void Filter(string search)
    {
        _typed = string.IsNullOrWhiteSpace(search) ? null : search.Trim();
        Go(Desk.Filter with { Search = _typed });
    }

    private void ChooseQueue(string? queue) => Go(Desk.Filter with { Queue = queue });

    private void Go(InboxFilter filter)
    {
        if (filter != Desk.Filter)
        {
            Navigation.NavigateTo(filter.Address(), replace: true);
        }
    }

    private void ChooseLook(Representation look) => _look = look;

    private void CompareAsync(bool isComparing) => _isComparing = isComparing;

    private async Task<CommandResult> DecideOnceAsync(string verdict, CommandInput input)
    {
        if (!await MayStillActAsync() || Desk.Selected is not { } detail || input.Review != detail.Item.Id || !Enum.TryParse<Verdict>(verdict, out var wanted)
            || !detail.Request.Allowed.Contains(wanted) || WhyLocked.Of(detail.Item, Desk.Actor!) is not null)
        {
            return CommandResult.Refused;
        }

        if (!OpenForm.IsWanted(wanted, detail))
        {
            return await SendAsync(OpenForm.Plain(wanted, detail, input), input);
        }

        (_form, _action, _isComparing, _edited) = (new OpenForm(wanted, detail), null, false, null);
        StateHasChanged();
        return CommandResult.Opened;
    }

    private async Task<CommandResult> SubmitOnceAsync(CommandInput input, IJSStreamReference? text)
    {
        if (!await MayStillActAsync())
        {
            return CommandResult.Refused;
        }

        if (_action is { } action && input.Review == action.Detail.Item.Id)
        {
            return await SubmitActionAsync(action, input);
        }

        if (_form is not { } form || input.Review != form.Detail.Item.Id)
        {
            return CommandResult.Refused;
        }

        if (form.ProblemOf(input) is { } problem)
        {
            return CommandResult.Problem(problem);
        }

        var edit = form.Amendment?.Compose(await ReadAsync(text));
        if (edit?.Problem is { } wrong)
        {
            return CommandResult.Problem(wrong);
        }

        var result = await SendAsync(form.Request(input, edit?.Output), input);
        return result == CommandResult.Refused && _form is not null && Desk.Notice is { } notice
            ? CommandResult.Problem(string.Join('\n', notice.Violations.Prepend(notice.Sentence)))
            : result;
    }

    /// <summary>Asked for every action: a page stays open longer than a role.</summary>
    private async Task<bool> MayStillActAsync()
    {
        try
        {
            Desk.Actor = await Who.GetAsync();
            return true;
        }
        catch (UnauthorizedAccessException refused)
        {
            Desk.Say(new RefusalText($"Nothing was changed. {refused.Message}", []), refused.Message);
            StateHasChanged();
            return false;
        }
    }

    private async Task SelectAsync(Func<Task> select)
    {
        var before = Desk.Selected?.Item.Id;
        await select();
        if (Desk.Selected?.Item.Id != before)
        {
            (_form, _action, _look) = (null, null, Representation.Rendered);
            await _keeper!.ShowsAsync(Desk.Selected?.Item.Id);
        }

        await RefreshListAsync();
        StateHasChanged();
    }

    private async Task<CommandResult> SendAsync(DecisionRequest request, CommandInput input)
    {
        var isDone = false;
        await SelectAsync(async () => isDone = await _decisions.DecideAsync(request, OpenForm.KeyOf(input, request), _stop.Token));
        return isDone ? CommandResult.Saved : CommandResult.Refused;
    }

    private async Task<string> ReadAsync(IJSStreamReference? text)
    {
        if (text is null)
        {
            return "";
        }

        await using var stream = await text.OpenReadStreamAsync(MaxText, _stop.Token);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync(_stop.Token);
    }
}
