using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;
using NJsonSchema;
using NJsonSchema.Validation;

namespace HitlDashboard.Engine.Definitions.Schemas;

/// <summary>The library's validator with our own check of patterns and fixed values, and with an end.</summary>
internal sealed class BoundedValidator : JsonSchemaValidator
{
    private const int MaxChecks = 100_000;

    private int _checks;

    /// <summary>What each error found.</summary>
    public Dictionary<ValidationError, JToken> Found { get; } = new(ReferenceEqualityComparer.Instance);

    protected override ICollection<ValidationError> Validate(JToken token, JsonSchema schema, SchemaType schemaType, string? propertyName, string propertyPath)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (++_checks > MaxChecks)
        {
            throw new SchemaRefusal("", $"checking it takes more than {MaxChecks} steps; use a simpler schema or a smaller value.");
        }

        var errors = base.Validate(token, schema, schemaType, propertyName!, propertyPath);
        if (Own(schema, SchemaKeywords.OwnPattern) is string pattern && token.Type == JTokenType.String && !Matches(pattern, token.Value<string>()!))
        {
            errors.Add(new ValidationError(ValidationErrorKind.PatternMismatch, propertyName!, propertyPath, token, schema));
        }

        if (Own(schema, SchemaKeywords.OwnWords) is object[] words && !Array.Exists(words, word => JToken.DeepEquals(ToToken(word), token)))
        {
            errors.Add(new ValidationError(ValidationErrorKind.NotInEnumeration, propertyName!, propertyPath, token, schema));
        }

        foreach (var error in errors)
        {
            // Errors from further inside were noted there, with what they found.
            Found.TryAdd(error, token);
        }

        return errors;
    }

    public static object? Own(JsonSchema schema, string keyword) =>
        schema.ExtensionData is { } data && data.TryGetValue(keyword, out var value) ? value : null;

    public static JToken ToToken(object? word) => word is null ? JValue.CreateNull() : word as JToken ?? JToken.FromObject(word);

    private static bool Matches(string pattern, string text)
    {
        try
        {
            return SchemaPatterns.Get(pattern).IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            throw new SchemaRefusal("", "matching a pattern takes too long; use a simpler pattern.");
        }
    }
}
