using HitlDashboard.Engine.Analytics;
using HitlDashboard.Engine.Events;
using HitlDashboard.Live;
using HitlDashboard.Ui;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace HitlDashboard.Wall;

/// <summary>
/// The room's screen. Read again a second after anything changed, and every five seconds even when nothing did: the age that wall.js counts
/// is then the age of the truth. Everything that must work without this circuit is in wall.js.
/// </summary>
public sealed partial class WallPage
{
    /// <summary>The shortest time between two readings.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>The longest.</summary>
    public static readonly TimeSpan Refresh = TimeSpan.FromSeconds(5);

    private const string AllQueues = "all";
    private readonly CancellationTokenSource _stop = new();
    private Reading<WallFigures> _figures = default!;
    private ElementReference _element;
    private IJSObjectReference? _module;
    private IJSObjectReference? _watch;
    private IDisposable? _live;
    private DateTimeOffset _readAt;
    private long _reads;
    private long _tries;
    private bool _isDirty;

    /// <summary>A queue's name, or <c>all</c>.</summary>
    [Parameter]
    public string? Layout { get; set; }

    [SupplyParameterFromQuery(Name = "theme")]
    private string? ThemeName { get; set; }

    [Inject]
    private WallReader Everything { get; init; } = default!;

    [Inject]
    private WallQueries Figures { get; init; } = default!;

    [Inject]
    private LiveUpdates Updates { get; init; } = default!;

    [Inject]
    private IJSRuntime Script { get; init; } = default!;

    [Inject]
    private ILogger<WallPage> Log { get; init; } = default!;

    [Inject]
    private TimeProvider Clock { get; init; } = default!;

    private string? Queue => string.IsNullOrEmpty(Layout) || string.Equals(Layout, AllQueues, StringComparison.OrdinalIgnoreCase) ? null : Layout;

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _stop.Dispose();
        _live?.Dispose();
        _figures.Dispose();
        await StopWatchingAsync();
    }

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        _figures = new Reading<WallFigures>(Log, Clock);
        _live = Updates.Subscribe(change => change is not EngineEvent.WorkflowChanged, () =>
        {
            _isDirty = true;
            return Task.CompletedTask;
        });
        _ = KeepReadingAsync(_stop.Token);
    }

    /// <inheritdoc />
    protected override Task OnParametersSetAsync() => ReadAsync();

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _module = await Script.InvokeAsync<IJSObjectReference>("import", "/wall.js");
            _watch = await _module.InvokeAsync<IJSObjectReference>("watch", _element);
            if (_stop.IsCancellationRequested)
            {
                // The page was left while its script was still loading.
                await StopWatchingAsync();
            }
        }
    }

    private async Task StopWatchingAsync()
    {
        try
        {
            if (_watch is not null)
            {
                await _watch.InvokeVoidAsync("stop");
                await _watch.DisposeAsync();
            }

            await (_module?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
        catch (Exception exception) when (exception is JSDisconnectedException or OperationCanceledException)
        {
            // The browser is gone, and its module with it.
        }
    }

    private async Task KeepReadingAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Interval, Clock);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellation))
            {
                if (_isDirty || Clock.GetUtcNow() - _readAt >= Refresh)
                {
                    await InvokeAsync(ReadAsync);
                }
            }
        }
        catch (Exception problem) when (problem is OperationCanceledException or ObjectDisposedException)
        {
            // The circuit ended.
        }
    }

    private async Task ReadAsync()
    {
        (_isDirty, _readAt) = (false, Clock.GetUtcNow());
        var queue = Queue;
        if (await _figures.ReadAsync(async cancellation => queue is null ? await Everything.ReadAsync(cancellation) : await Figures.ReadAsync(queue, cancellation)))
        {
            _tries++;
            _reads += _figures.Failure is null ? 1 : 0;
            StateHasChanged();
        }
    }
}
