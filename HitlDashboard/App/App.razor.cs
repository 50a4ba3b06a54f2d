using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;

namespace HitlDashboard.App;

/// <summary>The first HTML response: the theme is in it, so that nothing flashes; sign-in and set-up come without a circuit.</summary>
public sealed partial class App
{
    [CascadingParameter]
    private HttpContext Context { get; set; } = default!;

    [Inject]
    private BlazorScript BlazorScript { get; init; } = default!;

    [Inject]
    private IAntiforgery Antiforgery { get; init; } = default!;

    // For modules that post to /api with the session's cookie.
    private string? RequestToken => Context.User.Identity?.IsAuthenticated == true ? Antiforgery.GetAndStoreTokens(Context).RequestToken : null;

    private Theme Theme => Theme.From(Context.Request.Cookies);

    private InteractiveServerRenderMode? Mode =>
        Context.AcceptsInteractiveRouting() ? new InteractiveServerRenderMode(prerender: false) : null;
}
