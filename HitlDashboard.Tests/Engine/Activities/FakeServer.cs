using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace HitlDashboard.Tests.Engine.Activities;

/// <summary>A real HTTP server on a free loopback port, with one answer for everything and a memory of what it was asked.</summary>
internal sealed class FakeServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private FakeServer(WebApplication app) => this.app = app;

    public ConcurrentQueue<Asked> Requests { get; } = new();

    public string Address => app.Urls.Single();

    public string HostAndPort => new Uri(Address).Authority;

    public static async Task<FakeServer> StartAsync(RequestDelegate answer, Func<string, int>? status = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new FakeServer(builder.Build());
        server.app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var body = await reader.ReadToEndAsync();
            var headers = context.Request.Headers.ToDictionary(header => header.Key, header => $"{header.Value}", StringComparer.OrdinalIgnoreCase);
            server.Requests.Enqueue(new Asked(context.Request.Method, $"{context.Request.Path}{context.Request.QueryString}", headers, body));
            context.Response.StatusCode = status?.Invoke(body) ?? StatusCodes.Status200OK;
            await answer(context);
        });
        await server.app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    internal sealed record Asked(string Method, string Path, IReadOnlyDictionary<string, string> Headers, string Body);
}
