using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace HitlDashboard.Tests.Faults;

/// <summary>Asks until it is answered, however often the server dies meanwhile. A repeat carries the same idempotency key.</summary>
internal sealed class PatientClient(HttpClient http)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Requests that got no answer and were sent again: each may have been committed.</summary>
    public int Repeats { get; private set; }

    public Task<JsonElement> GetAsync(string path) => AskAsync(() => new HttpRequestMessage(HttpMethod.Get, path));

    public Task<JsonElement> PostAsync(string path, object body, string key) => AskAsync(() => new HttpRequestMessage(HttpMethod.Post, path)
    {
        Content = JsonContent.Create(body),
        Headers = { { "Idempotency-Key", key } },
    });

    /// <summary>Every element of a list, page by page.</summary>
    public async Task<IReadOnlyList<JsonElement>> ListAsync(string path)
    {
        var found = new List<JsonElement>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await GetAsync($"{path}{(path.Contains('?') ? '&' : '?')}limit=200{(cursor.Length > 0 ? "&cursor=" + Uri.EscapeDataString(cursor) : "")}");
            found.AddRange(page.GetProperty("items").EnumerateArray());
            cursor = page.TryGetProperty("next", out var next) ? next.GetString() : null;
        }

        return found;
    }

    private async Task<JsonElement> AskAsync(Func<HttpRequestMessage> compose)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            using var request = compose();
            if (await TryAsync(request) is { } answer)
            {
                return answer;
            }

            if (TimeProvider.System.GetElapsedTime(start) > Patience)
            {
                throw new TimeoutException($"{request.Method} {request.RequestUri} got no answer within {Patience.TotalMinutes} minutes.");
            }

            await Task.Delay(Pause);
        }
    }

    /// <summary>The answer's body, or null where there was none or the server asks to come again.</summary>
    private async Task<JsonElement?> TryAsync(HttpRequestMessage request)
    {
        try
        {
            using var answer = await http.SendAsync(request);
            var text = await answer.Content.ReadAsStringAsync();
            if (answer.IsSuccessStatusCode)
            {
                using var body = JsonDocument.Parse(text);
                return body.RootElement.Clone();
            }

            return answer.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable
                ? null
                : throw new InvalidOperationException($"{request.Method} {request.RequestUri} answered {(int)answer.StatusCode}: {text}");
        }
        catch (Exception problem) when (problem is HttpRequestException or TaskCanceledException or IOException)
        {
            Repeats++;
            return null;
        }
    }
}
