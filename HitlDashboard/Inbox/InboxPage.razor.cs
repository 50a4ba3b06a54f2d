using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Reviews;
using HitlDashboard.Live;
using HitlDashboard.SignIn;
using HitlDashboard.Viewers;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace HitlDashboard.Inbox;

/// <summary>The supervisor's inbox: the queue at the left, the item at the right, decisions by key.</summary>
public sealed partial class InboxPage : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ReviewChanges _changes = new();
    private IReadOnlyList<string> _queues = [];
    private ReviewAccess _access = default!;
    private InboxDesk? _desk;
    private Decisions _decisions = default!;
    private QueueList? _list;
    private IDisposable? _live;
    private DotNetObjectReference<InboxPage>? _self;
    private IJSObjectReference? _module;
    private bool _isLoaded;
    private string? _problem;

    /// <summary>The item that the address names, or null.</summary>
    [Parameter]
    public string? ReviewId { get; set; }

    /// <summary>The queue that the address names, or null for all.</summary>
    [SupplyParameterFromQuery(Name = "queue")]
    public string? Queue { get; set; }

    /// <summary>Part of the title, or null.</summary>
    [SupplyParameterFromQuery(Name = "q")]
    public string? Search { get; set; }

    /// <summary><c>staged</c> lists staged decisions; anything else what waits.</summary>
    [SupplyParameterFromQuery(Name = "show")]
    public string? Show { get; set; }

    [Inject]
    private ReviewQueries Queries { get; init; } = default!;

    [Inject]
    private DecideReview Decide { get; init; } = default!;

    [Inject]
    private ChangeReview Change { get; init; } = default!;

    [Inject]
    private ReviewTargets Targets { get; init; } = default!;

    [Inject]
    private CurrentActor Who { get; init; } = default!;

    [Inject]
    private LiveUpdates Live { get; init; } = default!;

    [Inject]
    private NavigationManager Navigation { get; init; } = default!;

    [Inject]
    private IJSRuntime Script { get; init; } = default!;

    [Inject]
    private TimeProvider Clock { get; init; } = default!;

    private InboxDesk Desk => _desk!;

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _live?.Dispose();
        _keeper?.Dispose();
        await _stop.CancelAsync();
        _stop.Dispose();
        _self?.Dispose();
        try
        {
            if (_module is not null)
            {
                await _module.InvokeVoidAsync("detach");
                await _module.DisposeAsync();
            }
        }
        catch (Exception problem) when (problem is JSDisconnectedException or OperationCanceledException)
        {
            // The browser is gone, and its module with it.
        }
    }

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        _access = ReviewAccess.To(Queries, Decide, Change);
        _desk = new InboxDesk(_access);
        _decisions = new Decisions(_access, _desk, Clock);
        _keeper = new ClaimKeeper(_access, () => Desk.Actor, Clock);
        _items = new ItemActions(_access, _desk, _keeper);
        // Before the first read: then nothing falls between the two.
        _live = Live.Subscribe(_changes.Take, () => InvokeAsync(ShowChangesAsync));
    }

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        var filter = InboxFilter.From(Queue, Search, Show);
        var wanted = Engine.Lifecycle.ReviewId.TryParse(ReviewId, null, out var id) ? id : (ReviewId?)null;
        if (!_isLoaded || filter != Desk.Filter)
        {
            await LoadAsync(filter, wanted);
        }
        else if (wanted is { } other && other != Desk.Selected?.Item.Id)
        {
            await SelectAsync(() => Desk.SelectAsync(other, _stop.Token));
        }
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _self = DotNetObjectReference.Create(this);
            _module = await Script.InvokeAsync<IJSObjectReference>("import", "/js/inbox.js");
            if (_stop.IsCancellationRequested)
            {
                // The page was left while its script was still loading.
                await _module.DisposeAsync();
                return;
            }

            await _module.InvokeVoidAsync("attach", _self);
        }
    }

    private async Task LoadAsync(InboxFilter filter, ReviewId? wanted)
    {
        try
        {
            _queues = await _access.Queues(_stop.Token);
            await Desk.LoadAsync(filter, wanted, await Who.GetAsync(), _stop.Token);
            (_isLoaded, _problem, _form, _action) = (true, null, null, null);
            await RefreshListAsync();
        }
        catch (Exception problem) when (problem is not OperationCanceledException and not UnauthorizedAccessException)
        {
            _problem = problem.Message;
        }
    }

    private Task RetryAsync() => LoadAsync(InboxFilter.From(Queue, Search, Show), null);

    private async Task ShowChangesAsync()
    {
        if (!_isLoaded || _problem is not null)
        {
            return;
        }

        await Desk.ApplyAsync(_changes.Drain(), _stop.Token);
        await RefreshListAsync();
        StateHasChanged();
    }

    private Task RefreshListAsync() => _list?.RefreshAsync() ?? Task.CompletedTask;
}
