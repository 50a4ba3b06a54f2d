using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace HitlDashboard.Bench;

/// <summary>Does the main job once against a running server, over HTTP alone: start, review, amend, finish, read the published file.</summary>
internal static class MainJob
{
    private const string Edited = "# Notes\n\nWhat the editor left.\n";

    public static async Task<int> DriveAsync(string server, string key, string repository)
    {
        using var http = new HttpClient { BaseAddress = new Uri(server) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        var run = await PostAsync(http, "/api/workflows/release-notes/runs?waitSeconds=1", new { input = new { repository, since = "20 years ago" } });
        var id = run.GetProperty("id").GetString();
        var review = await UntilAsync($"a review of run {id}", async () =>
        {
            var open = await http.GetFromJsonAsync<JsonElement>("/api/reviews?state=open");
            return open.GetProperty("items").EnumerateArray().FirstOrDefault(item => item.GetProperty("runId").GetString() == id);
        });
        var detail = await http.GetFromJsonAsync<JsonElement>($"/api/reviews/{review.GetProperty("id").GetString()}");
        var decision = await PostAsync(
            http, $"/api/reviews/{detail.GetProperty("id").GetString()}/amend", new { version = detail.GetProperty("version").GetInt32(), output = Amended(detail) });
        Console.WriteLine($"Amended: {decision.GetProperty("state").GetString()}");
        var final = await UntilAsync($"the end of run {id}", async () =>
        {
            var found = await http.GetFromJsonAsync<JsonElement>($"/api/runs/{id}");
            return found.GetProperty("state").GetString() is "Running" ? default : found;
        });
        if (final.GetProperty("state").GetString() != "Completed")
        {
            Console.Error.WriteLine($"The run ended as {final.GetProperty("state")}: {final.GetProperty("error")}");
            return 1;
        }

        return await PublishedAsync(http, final) == Edited ? Said("The published file is what the editor left.", 0) : Said("The published file is not what the editor left.", 1);
    }

    private static Dictionary<string, JsonElement> Amended(JsonElement review)
    {
        var output = review.GetProperty("output").EnumerateObject().ToDictionary(property => property.Name, property => property.Value, StringComparer.Ordinal);
        output["text"] = JsonSerializer.SerializeToElement(Edited);
        return output;
    }

    private static async Task<string> PublishedAsync(HttpClient http, JsonElement run)
    {
        var artifact = run.GetProperty("artifacts").EnumerateArray().Last();
        return await http.GetStringAsync($"/api/artifacts/{artifact.GetProperty("id").GetString()}");
    }

    private static async Task<JsonElement> PostAsync(HttpClient http, string path, object body)
    {
        using var response = await http.PostAsJsonAsync(path, body);
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode
            ? JsonSerializer.Deserialize<JsonElement>(text)
            : throw new InvalidOperationException($"POST {path} answered {(int)response.StatusCode}: {text}");
    }

    private static async Task<JsonElement> UntilAsync(string what, Func<Task<JsonElement>> look)
    {
        for (var deadline = DateTimeOffset.UtcNow.AddSeconds(60); DateTimeOffset.UtcNow < deadline; await Task.Delay(100))
        {
            if (await look() is { ValueKind: JsonValueKind.Object } found)
            {
                return found;
            }
        }

        throw new TimeoutException($"Waited 60 s for {what}.");
    }

    private static int Said(string text, int code)
    {
        Console.WriteLine(text);
        return code;
    }
}
