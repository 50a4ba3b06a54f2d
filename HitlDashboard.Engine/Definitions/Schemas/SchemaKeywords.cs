namespace HitlDashboard.Engine.Definitions.Schemas;

/// <summary>The keywords of JSON Schema that are checked, and what stands in each.</summary>
internal static class SchemaKeywords
{
    /// <summary>Where checked text and number keywords keep what this engine checks itself.</summary>
    public const string OwnPattern = "x-own-pattern";

    public const string OwnWords = "x-own-enum";

    public static readonly string[] Types = ["string", "number", "integer", "boolean", "object", "array", "null"];

    /// <summary>Another schema stands in them.</summary>
    public static readonly string[] Schemas = ["items", "additionalProperties", "not"];

    /// <summary>A list of schemas stands in them, all for the same value.</summary>
    public static readonly string[] SchemaLists = ["allOf", "anyOf", "oneOf"];

    /// <summary>Schemas by name stand in them.</summary>
    public static readonly string[] SchemaMaps = ["properties", "definitions", "$defs"];

    public static readonly string[] Counts = ["minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"];

    public static readonly string[] Numbers = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"];

    public static readonly string[] Others = ["type", "enum", "const", "pattern", "format", "required", "uniqueItems", "$ref"];

    /// <summary>Said to people and editors; nothing is checked by them.</summary>
    public static readonly string[] Notes =
        ["title", "description", "default", "examples", "$schema", "$id", "$comment", "readOnly", "writeOnly", "deprecated", "contentMediaType"];

    public static IEnumerable<string> All => [.. Schemas, .. SchemaLists, .. SchemaMaps, .. Counts, .. Numbers, .. Others, .. Notes];
}
