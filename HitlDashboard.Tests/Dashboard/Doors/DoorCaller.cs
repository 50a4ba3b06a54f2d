using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Xunit;

namespace HitlDashboard.Tests.Dashboard.Doors;

/// <summary>Calls the API as one caller.</summary>
public sealed class DoorCaller(HttpClient client)
{
    public HttpClient Client { get; } = client;

    public Task<DoorAnswer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<DoorAnswer> PostAsync(string path, object? body = null, string? key = null) =>
        SendAsync(HttpMethod.Post, path, body is null ? null : Json(JsonSerializer.Serialize(body)), key);

    public Task<DoorAnswer> PostTextAsync(string path, string json) => SendAsync(HttpMethod.Post, path, Json(json));

    public Task<DoorAnswer> PutYamlAsync(string path, string yaml, string? key = null) =>
        SendAsync(HttpMethod.Put, path, new StringContent(yaml, Encoding.UTF8, "application/yaml"), key);

    public Task<DoorAnswer> PostYamlAsync(string path, string yaml) =>
        SendAsync(HttpMethod.Post, path, new StringContent(yaml, Encoding.UTF8, "application/yaml"));

    public async Task<DoorAnswer> SendAsync(HttpMethod method, string path, HttpContent? content = null, string? key = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = content };
        AskBeforeSending(request);
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        using var response = await Client.SendAsync(request);
        return new DoorAnswer(
            (int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.Content.Headers.ContentType?.MediaType, response.Headers, response.Content.Headers);
    }

    /// <summary>A large body goes only after the server wants it: one that is refused closes the connection, and whoever still writes then sees a broken pipe instead of the answer.</summary>
    public static void AskBeforeSending(HttpRequestMessage request) => request.Headers.ExpectContinue = request.Content?.Headers.ContentLength > 64 * 1024;

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}

/// <summary>What the API answered.</summary>
public sealed record DoorAnswer(int Status, string Body, string? MediaType, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders)
{
    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Body);

    public DoorAnswer Is(int status)
    {
        Assert.True(Status == status, $"Expected {status}, the answer is {Status}: {Body}");
        return this;
    }

    /// <summary>A refusal as every door gives it.</summary>
    public JsonElement Refuses(int status, string code)
    {
        Is(status);
        Assert.Equal("application/problem+json", MediaType);
        var problem = Json;
        Assert.Equal(
            (status, code, "urn:hitl:problem:" + code),
            (problem.GetProperty("status").GetInt32(), problem.Text("code"), problem.Text("type")));
        Assert.All(["title", "detail", "traceId"], member => Assert.NotEmpty(problem.Text(member)));
        return problem;
    }
}

internal static class JsonReading
{
    public static string Text(this JsonElement element, string member) => element.GetProperty(member).GetString()!;

    public static IReadOnlyList<string> Members(this JsonElement element) => [.. element.EnumerateObject().Select(member => member.Name)];

    public static IReadOnlyList<JsonElement> Items(this JsonElement element, string member = "items") => [.. element.GetProperty(member).EnumerateArray()];
}
