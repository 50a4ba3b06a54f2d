using System.Text.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace HitlDashboard.Doors;

/// <summary>Schemas of the OpenAPI document: strict where we read, open where we write, because answers may grow members.</summary>
internal static class ApiSchemas
{
    /// <summary>Types that are read end on this.</summary>
    private const string Read = "Body";

    public static Task Describe(OpenApiSchema schema, OpenApiSchemaTransformerContext context)
    {
        var type = context.JsonTypeInfo.Type;
        if ((Nullable.GetUnderlyingType(type) ?? type) == typeof(DateTimeOffset))
        {
            schema.Type = type == typeof(DateTimeOffset) ? JsonSchemaType.String : JsonSchemaType.String | JsonSchemaType.Null;
            schema.Format = "date-time";
        }

        return Task.CompletedTask;
    }

    public static void Complete(OpenApiDocument document)
    {
        var contents = document.Paths.Values.SelectMany(path => path.Operations ?? []).SelectMany(operation => operation.Value.RequestBody?.Content?.Values ?? []);
        foreach (var content in contents.Where(content => content.Schema?.OneOf is { Count: 2 }))
        {
            // A body that may be left out is optional; "null" is not what anybody should send for it.
            content.Schema = content.Schema!.OneOf!.OfType<OpenApiSchemaReference>().Single();
        }

        foreach (var (name, schema) in document.Components?.Schemas ?? new Dictionary<string, IOpenApiSchema>())
        {
            if (schema is OpenApiSchema { Properties: { } members } known)
            {
                Complete(name, known, members);
            }
        }
    }

    private static void Complete(string name, OpenApiSchema schema, IDictionary<string, IOpenApiSchema> members)
    {
        foreach (var member in members.Where(member => IsAnyOrNull(member.Value)).Select(member => member.Key).ToList())
        {
            // "Any value" includes null: "null or any value" would fit null twice, which oneOf forbids.
            members[member] = members[member].OneOf!.OfType<OpenApiSchemaReference>().Single();
        }

        if (!name.EndsWith(Read, StringComparison.Ordinal))
        {
            schema.AdditionalPropertiesAllowed = true;
            schema.AdditionalProperties = null;
            schema.Required = members.Keys.Where(member => member != "errors" || name != nameof(Problem)).ToHashSet(StringComparer.Ordinal);
        }
    }

    private static bool IsAnyOrNull(IOpenApiSchema schema) =>
        schema.OneOf is { Count: 2 } choices && choices.OfType<OpenApiSchemaReference>().Any(reference => reference.Reference.Id == nameof(JsonElement));
}
