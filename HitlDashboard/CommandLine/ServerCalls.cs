using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using HitlDashboard.App;

namespace HitlDashboard.CommandLine;

/// <summary>Calls a running server for a verb: <c>--server</c> and <c>--key</c>, or <c>HITL_SERVER</c> and <c>HITL_KEY</c>.</summary>
internal sealed class ServerCalls : IDisposable
{
    private readonly HttpClient _client;

    public ServerCalls(string? server, string? key)
    {
        Address = Uri.TryCreate(server ?? Environment.GetEnvironmentVariable("HITL_SERVER") ?? DashboardHost.DefaultUrl, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : throw new StartRefusedException(["--server (or HITL_SERVER) is no address: write for example " + DashboardHost.DefaultUrl + "."]);
        _client = new HttpClient { BaseAddress = Address };
        if ((key ?? Environment.GetEnvironmentVariable("HITL_KEY")) is { Length: > 0 } given)
        {
            _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", given);
        }
    }

    public Uri Address { get; }

    /// <summary>Whether somebody named a server.</summary>
    public static bool IsNamed(string? server) => (server ?? Environment.GetEnvironmentVariable("HITL_SERVER")) is { Length: > 0 };

    /// <summary>The answer in JSON.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">Below the server's address.</param>
    /// <param name="body">Written as JSON; null for none.</param>
    /// <param name="cancellation">Stops.</param>
    /// <param name="key">The <c>Idempotency-Key</c>, or null.</param>
    /// <exception cref="ServerRefusedException">The server refused; the message says why.</exception>
    /// <exception cref="HttpRequestException">Nobody answers at the address.</exception>
    public async Task<JsonElement> SendAsync(HttpMethod method, string path, object? body, CancellationToken cancellation, string? key = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (key is not null)
        {
            request.Headers.Add(Doors.RequestKey.Header, key);
        }

        using var response = await AnswerAsync(request, cancellation);
        var text = await response.Content.ReadAsStringAsync(cancellation);
        try
        {
            var answer = JsonSerializer.Deserialize<JsonElement>(text);
            return response.IsSuccessStatusCode ? answer : throw new ServerRefusedException((int)response.StatusCode, Sentences(answer));
        }
        catch (JsonException)
        {
            throw new ServerRefusedException((int)response.StatusCode, [$"{Address} answered {(int)response.StatusCode} with something that is not JSON: is it this program?"]);
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        try
        {
            return await _client.SendAsync(request, cancellation);
        }
        catch (TaskCanceledException late) when (!cancellation.IsCancellationRequested)
        {
            throw new HttpRequestException($"no answer within {_client.Timeout.TotalSeconds:0} s", late);
        }
    }

    private static IReadOnlyList<string> Sentences(JsonElement problem)
    {
        var detail = problem.TryGetProperty("detail", out var text) ? text.ToString() : problem.ToString();
        var errors = problem.TryGetProperty("errors", out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().ToList() : [];
        return [detail, .. errors.Select(error => $"  {error.GetProperty("path")}: {error.GetProperty("message")}")];
    }
}

/// <summary>The server refused.</summary>
/// <param name="status">The status of HTTP.</param>
/// <param name="reasons">One sentence each.</param>
internal sealed class ServerRefusedException(int status, IReadOnlyList<string> reasons) : Exception(string.Join(" ", reasons))
{
    public int Status => status;

    public IReadOnlyList<string> Reasons => reasons;
}
