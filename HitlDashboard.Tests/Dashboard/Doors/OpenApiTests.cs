using System.Text.Json;
using System.Text.RegularExpressions;
using HitlDashboard.Doors;
using HitlDashboard.Engine.Definitions;
using HitlDashboard.Inbox;
using HitlDashboard.Runs;
using HitlDashboard.Workflows;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace HitlDashboard.Tests.Dashboard.Doors;

public sealed partial class OpenApiTests(DoorsFixture doors) : IClassFixture<DoorsFixture>
{
    [Fact]
    public async Task Document_Everything_IsThere()
    {
        var document = await DocumentAsync();

        Assert.StartsWith("3.1.", document.Text("openapi"), StringComparison.Ordinal);
        Assert.All(["title", "version", "description"], member => Assert.NotEmpty(document.GetProperty("info").Text(member)));
        Assert.Equal("bearer", document.GetProperty("components").GetProperty("securitySchemes").GetProperty("apiKey").Text("scheme"));
        Assert.Equal(Routes().Order(), Operations(document).Select(operation => operation.Route).Order());
    }

    [Fact]
    public async Task Document_EachOperation_IsFitForGenerators()
    {
        var document = await DocumentAsync();
        var operations = Operations(document).ToList();

        Assert.Equal(operations.Count, operations.Select(operation => operation.Shown.Text("operationId")).Distinct().Count());
        Assert.All(operations, operation =>
        {
            Assert.Matches("^[a-z][A-Za-z]+$", operation.Shown.Text("operationId"));
            Assert.NotEmpty(operation.Shown.Text("summary"));
            Assert.NotEmpty(operation.Shown.Text("description"));
            Assert.Single(operation.Shown.Items("tags"));
        });
    }

    [Fact]
    public async Task Document_EachOperation_NamesItsRefusals()
    {
        var document = await DocumentAsync();

        Assert.All(Operations(document).Where(operation => operation.Route.Contains("/api/", StringComparison.Ordinal)), operation =>
        {
            var responses = operation.Shown.GetProperty("responses");
            string[] expected = operation.Route.StartsWith("GET", StringComparison.Ordinal) ? ["400", "401", "403", "429"] : ["400", "401", "403", "413", "422", "429"];
            Assert.Superset(expected.ToHashSet(), responses.Members().ToHashSet());
            Assert.Contains(responses.Members(), status => status.StartsWith('2'));
            Assert.All(responses.EnumerateObject().Where(response => response.Name[0] == '4'), response =>
                Assert.EndsWith("/Problem", response.Value.GetProperty("content").GetProperty("application/problem+json").GetProperty("schema").Text("$ref"), StringComparison.Ordinal));
            Assert.Equal(operation.Route.Contains("{id}", StringComparison.Ordinal), responses.TryGetProperty("404", out _) && operation.Route.Contains("{id}", StringComparison.Ordinal));
        });
    }

    [Fact]
    public async Task Document_Changes_TakeAnIdempotencyKey()
    {
        var document = await DocumentAsync();

        Assert.All(Operations(document).Where(operation => !operation.Route.StartsWith("GET", StringComparison.Ordinal) && !operation.Route.EndsWith("/validate", StringComparison.Ordinal) && !operation.Route.EndsWith("/dry-run", StringComparison.Ordinal)), operation =>
            Assert.Contains(operation.Shown.Items("parameters"), parameter => parameter.Text("name") == "Idempotency-Key"));
    }

    [Fact]
    public async Task Document_EachReference_LeadsSomewhere()
    {
        var document = await DocumentAsync();
        var schemas = document.GetProperty("components").GetProperty("schemas").Members();

        var references = Reference().Matches(document.GetRawText()).Select(match => match.Groups["name"].Value).Distinct().ToList();

        Assert.Equal(schemas.Order(), references.Order());
        Assert.DoesNotContain(schemas, name => name.Contains("Api", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Document_Choices_AreListedAsTheyAreWritten()
    {
        var schemas = (await DocumentAsync()).GetProperty("components").GetProperty("schemas");

        Assert.Equal(["Pending", "Running", "AwaitingReview", "Completed", "Failed"], Words(schemas.GetProperty("TaskState")));
        Assert.Equal(["open", "staged", "decided", "withdrawn"], Words(schemas.GetProperty("ReviewState")));
        Assert.Equal("date-time", schemas.GetProperty("Run").GetProperty("properties").GetProperty("createdAt").Text("format"));
    }

    [Fact]
    public async Task Document_Answers_MayGrowAndBodiesMayNot()
    {
        var schemas = (await DocumentAsync()).GetProperty("components").GetProperty("schemas");

        Assert.False(schemas.GetProperty("StartRunBody").GetProperty("additionalProperties").GetBoolean());
        Assert.False(schemas.GetProperty("Problem").TryGetProperty("additionalProperties", out _));
        Assert.Contains("output", schemas.GetProperty("Run").Items("required").Select(member => member.GetString()));
        Assert.Equal("The review's version that was seen.", schemas.GetProperty("ApproveBody").GetProperty("properties").GetProperty("version").Text("description"));
    }

    [Fact]
    public async Task Document_EachBody_HasAnExampleThatIsAccepted()
    {
        var operations = Operations(await DocumentAsync()).Where(operation => operation.Shown.TryGetProperty("requestBody", out _)).ToList();
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        DoorJson.Configure(options);

        Assert.All(operations, operation =>
        {
            var (mediaType, content) = operation.Shown.GetProperty("requestBody").GetProperty("content").EnumerateObject().Select(entry => (entry.Name, entry.Value)).Single();
            if (mediaType == "application/yaml")
            {
                Assert.Empty(WorkflowYaml.Read(content.Text("example"), "example.yaml").Errors);
            }
            else if (Bodies.TryGetValue(content.GetProperty("schema").Text("$ref").Split('/')[^1], out var type))
            {
                Assert.NotNull(content.GetProperty("example").Deserialize(type, options));
            }
        });
        Assert.Subset(operations.Select(operation => operation.Shown.Text("operationId")).ToHashSet(), ApiExamples.Json.Keys.ToHashSet());
    }

    private static readonly Dictionary<string, Type> Bodies = new Type[]
        { typeof(StartRunBody), typeof(ChangeRunBody), typeof(RetryTaskBody), typeof(SkipTaskBody), typeof(ChangeInputBody), typeof(ApproveBody), typeof(RejectBody), typeof(AmendBody), typeof(SendBackBody), typeof(DryRunBody),
        typeof(DelegateBody), typeof(DeferBody), typeof(CommentBody), typeof(EscalateBody), typeof(BatchBody), typeof(AbsenceBody) }.ToDictionary(type => type.Name);

    private static IEnumerable<string?> Words(JsonElement schema) => schema.Items("enum").Select(word => word.GetString());

    private async Task<JsonElement> DocumentAsync() => (await doors.Viewer.GetAsync("/openapi/v1.json")).Is(200).Json;

    private static IEnumerable<(string Route, JsonElement Shown)> Operations(JsonElement document) => document.GetProperty("paths").EnumerateObject()
        .SelectMany(path => path.Value.EnumerateObject().Select(operation => ($"{operation.Name.ToUpperInvariant()} {path.Name}", operation.Value)));

    private IEnumerable<string> Routes() => doors.Server.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
        .Select(endpoint => (Endpoint: endpoint, Path: "/" + endpoint.RoutePattern.RawText!.TrimStart('/').Replace(":guid", "")))
        .Where(route => route.Path.StartsWith("/api/", StringComparison.Ordinal) || route.Path == "/health/ready")
        .SelectMany(route => route.Endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(method => $"{method} {route.Path}"));

    [GeneratedRegex("""#/components/schemas/(?<name>[^"]+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Reference();
}
