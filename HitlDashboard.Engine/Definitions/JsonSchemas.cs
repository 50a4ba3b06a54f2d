using System.Buffers;
using System.Collections.Concurrent;
using System.Text.Json;
using HitlDashboard.Engine.Definitions.Schemas;
using HitlDashboard.Engine.Definitions.Templates;
using NJsonSchema;

namespace HitlDashboard.Engine.Definitions;

/// <summary>
/// Checks values against JSON Schemas: types, properties, items, ranges, lengths, patterns (in linear time), enum, const, allOf, anyOf, oneOf, not and references inside the schema.
/// Other keywords are refused rather than ignored. Compiled schemas are cached by their text.
/// </summary>
public static class JsonSchemas
{
    private const int MaxCached = 500;
    private const int MaxViolations = 100;

    private static readonly ConcurrentDictionary<string, CompiledSchema> Cache = new(StringComparer.Ordinal);

    /// <summary>Every violation (the first 100), or empty. A schema that can't be used is itself one violation.</summary>
    public static IReadOnlyList<SchemaViolation> Validate(JsonElement schema, JsonElement value)
    {
        try
        {
            var (compiled, problem) = Compile(schema);
            if (compiled is null)
            {
                return [new SchemaViolation("", $"The schema can't be used: {problem}")];
            }

            var validator = new BoundedValidator();
            var errors = validator.Validate(SchemaTokens.From(value), compiled.Value);
            return errors.Count == 0 ? [] : [.. errors.SelectMany(new ViolationText(validator).From).Distinct().Take(MaxViolations)];
        }
        catch (SchemaRefusal refusal)
        {
            return [new SchemaViolation("", refusal.Message)];
        }
        catch (Newtonsoft.Json.JsonException exception)
        {
            return [new SchemaViolation("", $"The schema can't be used: {exception.Message}")];
        }
        catch (Exception exception) when (exception is InsufficientExecutionStackException or InvalidOperationException)
        {
            return [new SchemaViolation("", "The value can't be checked: it is nested too deep or holds text that is not valid Unicode.")];
        }
    }

    /// <summary>The value with the schema's <c>default</c>s filled in where properties are missing, at any depth.</summary>
    public static JsonElement WithDefaults(JsonElement schema, JsonElement value)
    {
        if (!schema.GetRawText().Contains("\"default\"", StringComparison.Ordinal) || Check(schema) is not null)
        {
            return value;
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, TemplateJson.Writer))
        {
            new SchemaDefaults(schema, writer).Write(schema, value);
        }

        var reader = new Utf8JsonReader(buffer.WrittenSpan, TemplateJson.Reader);
        return JsonElement.ParseValue(ref reader);
    }

    /// <summary>Null where this is a usable schema, otherwise what is wrong with it.</summary>
    public static string? Check(JsonElement schema) => Compile(schema).Problem;

    private static CompiledSchema Compile(JsonElement schema)
    {
        var text = schema.GetRawText();
        if (Cache.TryGetValue(text, out var known))
        {
            return known;
        }

        if (Cache.Count >= MaxCached)
        {
            Cache.Clear();
        }

        return Cache[text] = CompileNew(schema);
    }

    private static CompiledSchema CompileNew(JsonElement schema)
    {
        try
        {
            var buffer = new ArrayBufferWriter<byte>();
            using (var writer = new Utf8JsonWriter(buffer))
            {
                new SchemaRewrite(writer).Write(schema, "", 1);
            }

            var rewritten = JsonSerializer.Deserialize<JsonElement>(buffer.WrittenSpan, TemplateJson.Relaxed);
            new SchemaCircles(rewritten).Check();
            return new CompiledSchema(new Lazy<JsonSchema>(() => JsonSchema.FromJsonAsync(rewritten.GetRawText()).GetAwaiter().GetResult()), null);
        }
        catch (SchemaRefusal refusal)
        {
            return new CompiledSchema(null, refusal.Message);
        }
        catch (InvalidOperationException)
        {
            return new CompiledSchema(null, "it holds text that is not valid Unicode.");
        }
    }

    /// <param name="Schema">Made at the first check of a value; null where there is a problem.</param>
    /// <param name="Problem">Null where there is none.</param>
    private sealed record CompiledSchema(Lazy<JsonSchema>? Schema, string? Problem);
}

/// <summary>One violation.</summary>
/// <param name="Path">Where, as <c>items[0].text</c>; empty for the value itself.</param>
/// <param name="Message">What was found and what is expected.</param>
public sealed record SchemaViolation(string Path, string Message);
