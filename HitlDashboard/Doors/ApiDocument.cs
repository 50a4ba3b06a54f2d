using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace HitlDashboard.Doors;

/// <summary>The OpenAPI document at <c>/openapi/v1.json</c>.</summary>
internal static class ApiDocument
{
    private const string KeyScheme = "apiKey";

    public static IServiceCollection AddApiDocument(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        // Generated clients name their types after these: "Run", not "ApiRun".
        options.CreateSchemaReferenceId = type => OpenApiOptions.CreateDefaultSchemaReferenceId(type)?.Replace("Api", "");
        options.AddDocumentTransformer((document, _, _) => Describe(document));
        options.AddSchemaTransformer((schema, context, _) => ApiSchemas.Describe(schema, context));
        options.AddOperationTransformer((operation, context, _) => ApiOperations.Describe(operation, context));
    });

    private static Task Describe(OpenApiDocument document)
    {
        document.Info = new OpenApiInfo
        {
            Title = "HitlDashboard",
            Version = "1",
            Description = "Workflows that ask people: start runs, follow them, and decide what automations made. "
                + "Refusals are problem details (RFC 9457) with a stable `code`. Lists take `limit` and `cursor`.",
        };
        document.Servers = [new OpenApiServer { Url = "/", Description = "This server." }];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [KeyScheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "An API key in the header `Authorization: Bearer <key>`. Its role says what it may do.",
            },
        };
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(KeyScheme, document)] = [] }];
        document.Tags = new HashSet<OpenApiTag>(Tags);
        ApiSchemas.Complete(document);
        return Task.CompletedTask;
    }

    private static IEnumerable<OpenApiTag> Tags =>
    [
        new() { Name = "Workflows", Description = "What can be run." },
        new() { Name = "Runs", Description = "What was started, and how far it is." },
        new() { Name = "Tasks", Description = "The steps of a run." },
        new() { Name = "Reviews", Description = "What waits for a person, and their decisions." },
        new() { Name = "Artifacts", Description = "Files that tasks stored." },
        new() { Name = "Live", Description = "What happens, as it happens." },
        new() { Name = "Operations", Description = "Whether the server can do its work." },
    ];
}
