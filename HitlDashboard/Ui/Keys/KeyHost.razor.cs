using HitlDashboard.Engine.Lifecycle;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace HitlDashboard.Ui.Keys;

/// <summary>Hands the keymap to <c>js/keys.js</c>, which owns the product's only key listener.</summary>
public sealed partial class KeyHost : IAsyncDisposable
{
    private static readonly (string Title, string[] Prefixes)[] Titles =
    [
        ("Decide", ["decide.", "form."]),
        ("Hand on", ["item."]),
        ("Move", ["nav.", "list."]),
        ("Look", ["view."]),
        ("Everywhere", ["go.", "filter.", "help."]),
    ];

    private IJSObjectReference? _module;

    [Inject]
    private IJSRuntime Script { get; init; } = default!;

    private static IEnumerable<(string Title, IEnumerable<KeyCommand> Commands)> Groups =>
        Titles.Select(group => (group.Title, Keymap.All.Where(command => Array.Exists(group.Prefixes, prefix => command.Id.StartsWith(prefix, StringComparison.Ordinal)))));

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_module is not null)
            {
                await _module.InvokeVoidAsync("stop");
                await _module.DisposeAsync();
            }
        }
        catch (Exception problem) when (problem is JSDisconnectedException or OperationCanceledException)
        {
            // The browser is gone, and its listener with it.
        }
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _module = await Script.InvokeAsync<IJSObjectReference>("import", "/js/keys.js");
            await _module.InvokeVoidAsync("start", EngineJson.From(Keymap.All));
        }
    }
}
