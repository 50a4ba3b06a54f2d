using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace HitlDashboard.App;

/// <summary>Bumps <c>data-beat</c> every 5 s; link.js takes a page without a beat for 15 s for dead, pings, and reloads it.</summary>
public sealed partial class Heartbeat
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private readonly CancellationTokenSource _stop = new();
    private DotNetObjectReference<Heartbeat>? _self;
    private IJSObjectReference? _module;
    private long _beat;

    [Inject]
    private TimeProvider Clock { get; init; } = default!;

    [Inject]
    private IJSRuntime Script { get; init; } = default!;

    /// <summary>Answers the watchdog in the browser.</summary>
    [JSInvokable]
    public bool Ping() => true;

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _stop.Dispose();
        _self?.Dispose();
        try
        {
            await (_module?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
        catch (Exception exception) when (exception is JSDisconnectedException or OperationCanceledException)
        {
            // The browser is gone, and its module with it.
        }
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
        {
            return;
        }

        _self = DotNetObjectReference.Create(this);
        _module = await Script.InvokeAsync<IJSObjectReference>("import", "/link.js");
        await _module.InvokeVoidAsync("watch", _self);
        _ = BeatAsync(_stop.Token);
    }

    private async Task BeatAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Interval, Clock);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellation))
            {
                _beat++;
                await InvokeAsync(StateHasChanged);
            }
        }
        catch (Exception problem) when (problem is OperationCanceledException or ObjectDisposedException)
        {
            // The circuit ended.
        }
    }
}
