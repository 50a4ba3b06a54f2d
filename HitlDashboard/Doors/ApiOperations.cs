using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace HitlDashboard.Doors;

/// <summary>One operation of the OpenAPI document: what the endpoint says about itself, in the document's words.</summary>
internal static class ApiOperations
{
    public static Task Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        operation.Parameters ??= [];
        foreach (var parameter in metadata.OfType<QueryParameter>())
        {
            operation.Parameters.Add(Query(parameter));
        }

        if (metadata.OfType<ChangesState>().Any())
        {
            operation.Parameters.Add(Key());
        }

        if (metadata.OfType<TakesYaml>().Any())
        {
            operation.RequestBody = Yaml();
        }

        ApiExamples.Add(operation);
        if (metadata.OfType<IAllowAnonymous>().Any())
        {
            operation.Security = [];
        }

        foreach (var (status, response) in operation.Responses ?? [])
        {
            response.Description = Meaning(status);
        }

        return Task.CompletedTask;
    }

    private static OpenApiParameter Query(QueryParameter parameter) => new()
    {
        Name = parameter.Name,
        In = ParameterLocation.Query,
        Description = parameter.Text,
        Schema = parameter.Most is { } most
            ? new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = parameter.Least.ToString(), Maximum = most.ToString() }
            : new OpenApiSchema { Type = JsonSchemaType.String, Enum = parameter.Values is { } values ? [.. values.Select(value => (JsonNode)value)] : null },
    };

    private static OpenApiParameter Key() => new()
    {
        Name = RequestKey.Header,
        In = ParameterLocation.Header,
        Description = "Makes a repeat of this request harmless: the same key with the same body gives the first answer again, for 7 days.",
        Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = RequestKey.LongestKey },
    };

    private static OpenApiRequestBody Yaml() => new()
    {
        Required = true,
        Description = "A workflow in YAML, at most 1 MiB.",
        Content = new Dictionary<string, OpenApiMediaType>
        {
            ["application/yaml"] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String } },
        },
    };

    private static string Meaning(string status) => status switch
    {
        "200" => "Done.",
        "201" => "Made; `Location` says where it is.",
        "202" => "Accepted.",
        "400" => "The request cannot be read, or a parameter is wrong.",
        "401" => "No key, or not a valid one.",
        "403" => "The caller's role is not enough; `missingRole` names the one that is.",
        "404" => "There is no such thing.",
        "409" => "The state does not allow it, or somebody else was first.",
        "413" => "The body is too large.",
        "422" => "The content is refused; `errors` says what is wrong.",
        "429" => "Too many requests; `Retry-After` says when to come again.",
        "503" => "The server can't work just now; `Retry-After` says when to come again.",
        _ => "See the status.",
    };
}
