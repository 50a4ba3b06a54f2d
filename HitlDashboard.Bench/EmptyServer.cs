using HitlDashboard.App;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HitlDashboard.Bench;

/// <summary>The smallest Blazor Server application: what cold start is compared with.</summary>
internal static class EmptyServer
{
    public static async Task<int> RunAsync(string url)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        builder.Services.AddSingleton<BlazorScript>();
        await using var app = builder.Build();
        app.Urls.Add(url);
        app.UseAntiforgery();
        BlazorScript.Map(app);
        app.MapRazorComponents<Document>().AddInteractiveServerRenderMode();
        await app.RunAsync();
        return 0;
    }

    private sealed class Document : ComponentBase
    {
        protected override void BuildRenderTree(RenderTreeBuilder builder)
        {
            builder.AddMarkupContent(0, "<!DOCTYPE html><html lang=\"en\"><head><title>Empty</title></head><body>");
            builder.OpenComponent<EmptyPage>(1);
            builder.AddComponentRenderMode(RenderMode.InteractiveServer);
            builder.CloseComponent();
            builder.AddMarkupContent(2, "<script src=\"/_framework/blazor.web.js\"></script></body></html>");
        }
    }
}

/// <summary>Its only page. Public, because routes are looked for among an assembly's public types.</summary>
[Route("/")]
public sealed class EmptyPage : ComponentBase
{
    /// <inheritdoc />
    protected override void BuildRenderTree(RenderTreeBuilder builder) => builder.AddMarkupContent(0, "<h1>Empty</h1>");
}
