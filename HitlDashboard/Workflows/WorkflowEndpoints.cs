using System.Text;
using HitlDashboard.Doors;
using HitlDashboard.Engine;
using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Workflows;
using HitlDashboard.SignIn;

namespace HitlDashboard.Workflows;

/// <summary>Workflows over REST.</summary>
internal static class WorkflowEndpoints
{
    private const string Tag = "Workflows";
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static void MapWorkflows(this IEndpointRouteBuilder api)
    {
        api.MapGet("/workflows", ListAsync).Named("listWorkflows", Tag, "Lists the workflows by name.")
            .Takes(QueryParameter.Limit, QueryParameter.Cursor).Gives<ApiPage<ApiWorkflow>>();
        api.MapGet("/workflows/{name}", GetAsync).Named("getWorkflow", Tag, "Shows one workflow with its input schema and versions.")
            .Gives<ApiWorkflowDetail>().Refuses(404);
        api.MapPut("/workflows/{name}", SaveAsync).Named("saveWorkflow", Tag, "Makes a text the workflow's current version, or says everything that is wrong with it.")
            .Changes(Policies.Admin).WithMetadata(new TakesYaml()).Gives<ApiWorkflowDetail>();
        api.MapPost("/workflows/validate", ValidateAsync).Named("validateWorkflow", Tag, "Checks a text without saving it.")
            .WithMetadata(new TakesYaml()).Gives<ApiValidation>().Refuses(413, 422);
    }

    private static async Task<IResult> ListAsync(HttpRequest request, WorkflowQueries queries, CancellationToken cancellation)
    {
        var query = new QueryReader(request);
        var (limit, after) = (query.Number("limit", 1, 200, 50), query.Text("cursor"));
        if (query.Refusal() is { } refusal)
        {
            return refusal;
        }

        // Names are the order and the cursor: a workflow that comes or goes meanwhile shifts nothing.
        var rest = (await queries.ListAsync(cancellation)).Where(workflow => after is null || string.CompareOrdinal(workflow.Name, after) > 0).ToList();
        var page = rest.OrderBy(workflow => workflow.Name, StringComparer.Ordinal).Take(limit).Select(ApiWorkflow.Of).ToList();
        return new Answered(new ApiPage<ApiWorkflow>(page, rest.Count > limit ? page[^1].Name : null));
    }

    private static async Task<IResult> GetAsync(string name, WorkflowQueries queries, CancellationToken cancellation) =>
        await queries.GetAsync(name, cancellation) is { } workflow ? new Answered(ApiWorkflowDetail.Of(workflow)) : Answers.NotFound($"workflow '{name}'");

    private static async Task<IResult> SaveAsync(string name, HttpContext context, SaveWorkflow save, WorkflowQueries queries, CancellationToken cancellation)
    {
        if (await TextAsync(context.Request, cancellation) is not { } yaml)
        {
            return NotText();
        }

        var answer = await save.ExecuteAsync(yaml, name + ".yaml", name, CurrentActor.Of(context.User), RequestKey.Of(context), cancellation);
        return Answers.Refusal(answer) ?? await GetAsync(name, queries, cancellation);
    }

    private static async Task<IResult> ValidateAsync(HttpRequest request, EngineOptions options, CancellationToken cancellation)
    {
        if (await TextAsync(request, cancellation) is not { } yaml)
        {
            return NotText();
        }

        var read = WorkflowYaml.Read(yaml, "workflow.yaml", options.CalendarNames);
        return read.Definition is { } definition
            ? new Answered(new ApiValidation(true, definition.Name, definition.Hash, ApiGraph.Of(definition)))
            : new Refused(Refusals.Problem(new Refusal(
                "invalid-definition", $"The definition has {read.Errors.Count} error{(read.Errors.Count == 1 ? "" : "s")}.", EngineJson.From(read.Errors))));
    }

    private static async Task<string?> TextAsync(HttpRequest request, CancellationToken cancellation)
    {
        using var bytes = new MemoryStream();
        await request.Body.CopyToAsync(bytes, cancellation);
        try
        {
            return Utf8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static IResult NotText() => Answers.Invalid("", "The body must be a workflow in YAML, as UTF-8 text.");
}
