using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using HitlDashboard.Engine.Integrity;
using HitlDashboard.Tests.Dashboard.Doors;
using HitlDashboard.Tests.Shape;
using Xunit.Abstractions;

namespace HitlDashboard.Tests.Fuzz;

/// <summary>T15: whatever is sent to any operation over REST, the answer is that it was done, or a problem in JSON that says what is wrong; never an error of the server.</summary>
public sealed class BodyTests(FuzzedServer fuzzed, ITestOutputHelper output) : IClassFixture<FuzzedServer>
{
    private const int Damaged = 40;

    [Fact]
    public async Task Send_HostileBodies_ToEveryOperationThatChangesSomething_AreDoneOrRefused()
    {
        output.WriteLine($"Repeat with: HITL_SEED={Corpus.Seed}");
        var chance = new Random(Corpus.Seed);
        var document = JsonNode.Parse((await fuzzed.Admin.GetAsync("/openapi/v1.json")).Is(200).Body)!;
        var (wrong, sent, operations) = (new List<string>(), 0, 0);
        foreach (var (pattern, method, operation) in Operations(document).Where(operation => operation.Method != "GET"))
        {
            operations++;
            var address = await fuzzed.FillAsync(pattern);
            foreach (var body in Bodies(document, operation, chance))
            {
                sent++;
                wrong.AddRange(await ProblemAsync(new HttpMethod(method), address, body, MediaType(operation)) is { } problem ? [$"{method} {pattern}: {problem}: {Shown(body.Bytes)}"] : []);
            }
        }

        output.WriteLine($"{sent} bodies to {operations} operations");
        Findings.None(wrong);
        Assert.True(operations >= 20 && sent > operations * Damaged, "The document lists too little to prove anything.");
        (await fuzzed.Admin.GetAsync("/health/ready")).Is(200);
        Findings.None(DatabaseVerification.Verify(Path.Combine(fuzzed.Server.DataDirectory, "hitl.db")).Violations.Select(violation => violation.ToString()));
    }

    [Fact]
    public async Task Send_HostileAddresses_ToEveryOperation_AreDoneOrRefused()
    {
        var document = JsonNode.Parse((await fuzzed.Admin.GetAsync("/openapi/v1.json")).Is(200).Body)!;
        var (names, queries) = (Lines("address", "names.in"), Lines("query", "queries.in"));
        var wrong = new List<string>();
        foreach (var (pattern, method, _) in Operations(document))
        {
            var addresses = pattern.Contains('{', StringComparison.Ordinal) ? names.Select(name => pattern.Replace("{id}", name).Replace("{name}", name)) : [];
            var asked = method == "GET" ? queries.Select(query => pattern.Replace("{id}", $"{Guid.Empty}").Replace("{name}", "note") + "?" + query) : [];
            foreach (var address in addresses.Concat(asked))
            {
                wrong.AddRange(await ProblemAsync(new HttpMethod(method), address, new Body([], false), null) is { } problem ? [$"{method} {address}: {problem}"] : []);
            }
        }

        Findings.None(wrong);
    }

    private static IEnumerable<Body> Bodies(JsonNode document, JsonNode operation, Random chance)
    {
        var content = operation["requestBody"]?["content"]?.AsObject().FirstOrDefault().Value;
        var isYaml = MediaType(operation) == "application/yaml";
        var example = content?["example"];
        var schema = content?["schema"]?["$ref"]?.GetValue<string>() is { } reference ? document["components"]!["schemas"]![reference.Split('/')[^1]]!.AsObject() : null;
        var corpus = Corpus.All(isYaml ? "workflow" : "body").Append(Encoding.UTF8.GetBytes(isYaml ? example!.GetValue<string>() : example?.ToJsonString() ?? "{}")).ToList();
        return (isYaml || content is null ? [] : Body.Hostile(schema, example))
            .Concat(corpus.Select(text => new Body(text, false)))
            .Concat(Enumerable.Range(0, Damaged).Select(number => new Body(Mutation.Of(number % 2 == 0 ? corpus[^1] : corpus[chance.Next(corpus.Count)], corpus, chance), false)))
            .Append(new Body([], false));
    }

    private async Task<string?> ProblemAsync(HttpMethod method, string address, Body body, string? mediaType)
    {
        using var request = new HttpRequestMessage(method, new Uri(address, UriKind.Relative)) { Content = new ByteArrayContent(body.Bytes) };
        request.Content.Headers.ContentType = mediaType is null ? null : new MediaTypeHeaderValue(mediaType);
        DoorCaller.AskBeforeSending(request);
        using var response = await fuzzed.Admin.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var status = (int)response.StatusCode;
        return status < 400 ? (body.MustBeRefused ? $"answered {status}" : null)
            : status >= 500 ? $"answered {status}"
            : response.Content.Headers.ContentType?.MediaType != "application/problem+json" ? $"answered {status} with {response.Content.Headers.ContentType}"
            : null;
    }

    private static string? MediaType(JsonNode operation) => operation["requestBody"]?["content"]?.AsObject().FirstOrDefault().Key;

    private static IEnumerable<(string Pattern, string Method, JsonNode Operation)> Operations(JsonNode document) => document["paths"]!.AsObject()
        .SelectMany(path => path.Value!.AsObject().Select(operation => (path.Key, operation.Key.ToUpperInvariant(), operation.Value!)));

    private static string[] Lines(string kind, string name) => Encoding.UTF8.GetString(Corpus.Read(kind, name)).Split('\n');

    private static string Shown(byte[] bytes) => Encoding.UTF8.GetString(bytes, 0, Math.Min(bytes.Length, 300));
}
