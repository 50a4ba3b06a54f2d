using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using NJsonSchema;
using NJsonSchema.Validation;

namespace HitlDashboard.Engine.Definitions.Schemas;

/// <summary>Says what was found and what is expected.</summary>
internal sealed class ViolationText(BoundedValidator validator)
{
    private const int MaxFound = 80;

    /// <summary>The violations behind one error of the library: those inside a property or an element count, not that there are some.</summary>
    public IEnumerable<SchemaViolation> From(ValidationError error) => error switch
    {
        ChildSchemaValidationError { Kind: ValidationErrorKind.ArrayItemNotValid or ValidationErrorKind.AdditionalPropertiesNotValid or ValidationErrorKind.NotAllOf } child =>
            child.Errors.SelectMany(errors => errors.Value).SelectMany(From),
        _ => [new SchemaViolation(Path(error), $"{Found(error)}, expected {Expected(error)}.")],
    };

    private JToken? Token(ValidationError error) => validator.Found.GetValueOrDefault(error);

    private static string Path(ValidationError error)
    {
        var path = error.Path ?? "";
        return path.StartsWith("#/", StringComparison.Ordinal) ? path[2..] : path.TrimStart('#');
    }

    private string Found(ValidationError error) => error.Kind switch
    {
        ValidationErrorKind.PropertyRequired => "found nothing",
        ValidationErrorKind.NoAdditionalPropertiesAllowed => $"found the unknown property '{error.Property}'",
        ValidationErrorKind.TooFewItems or ValidationErrorKind.TooManyItems => $"found {(Token(error) as JArray)?.Count} elements",
        ValidationErrorKind.TooFewProperties or ValidationErrorKind.TooManyProperties => $"found {(Token(error) as JObject)?.Count} properties",
        ValidationErrorKind.StringTooShort or ValidationErrorKind.StringTooLong => $"found {(Token(error) as JValue)?.Value<string>()?.Length} characters",
        _ => $"found {Short(Token(error))}",
    };

    private static string Expected(ValidationError error)
    {
        var schema = error.Schema;
        return error.Kind switch
        {
            ValidationErrorKind.PropertyRequired => "a value: the property is required",
            ValidationErrorKind.NoAdditionalPropertiesAllowed => schema.Properties.Count == 0 ? "no properties" : $"only {string.Join(", ", schema.Properties.Keys)}",
            ValidationErrorKind.PatternMismatch => $"text that matches {BoundedValidator.Own(schema, SchemaKeywords.OwnPattern)}",
            ValidationErrorKind.NotInEnumeration => Words(schema),
            ValidationErrorKind.StringTooShort => $"at least {schema.MinLength}",
            ValidationErrorKind.StringTooLong => $"at most {schema.MaxLength}",
            ValidationErrorKind.TooFewItems => $"at least {schema.MinItems}",
            ValidationErrorKind.TooManyItems => $"at most {schema.MaxItems}",
            ValidationErrorKind.TooFewProperties => $"at least {schema.MinProperties}",
            ValidationErrorKind.TooManyProperties => $"at most {schema.MaxProperties}",
            ValidationErrorKind.ItemsNotUnique => "every element once",
            ValidationErrorKind.NumberTooSmall => schema.ExclusiveMinimum is { } above ? $"more than {above}" : $"at least {schema.Minimum}",
            ValidationErrorKind.NumberTooBig or ValidationErrorKind.IntegerTooBig => schema.ExclusiveMaximum is { } below ? $"less than {below}" : $"at most {schema.Maximum}",
            ValidationErrorKind.NumberNotMultipleOf or ValidationErrorKind.IntegerNotMultipleOf => $"a multiple of {schema.MultipleOf}",
            ValidationErrorKind.NoTypeValidates => $"a value of type {schema.Type}".ToLowerInvariant(),
            ValidationErrorKind.NotAnyOf => "a value that keeps to at least one of the alternatives",
            ValidationErrorKind.NotOneOf => "a value that keeps to exactly one of the alternatives",
            ValidationErrorKind.ExcludedSchemaValidates => "a value that does not keep to the excluded schema",
            _ => Type(error.Kind),
        };
    }

    private static string Type(ValidationErrorKind kind) => kind switch
    {
        ValidationErrorKind.StringExpected => "text",
        ValidationErrorKind.NumberExpected => "a number",
        ValidationErrorKind.IntegerExpected => "a whole number",
        ValidationErrorKind.BooleanExpected => "true or false",
        ValidationErrorKind.ObjectExpected => "an object",
        ValidationErrorKind.ArrayExpected => "a list",
        ValidationErrorKind.NullExpected => "null",
        ValidationErrorKind.DateTimeExpected => "a moment as 2030-01-31T08:00:00Z",
        ValidationErrorKind.DateExpected => "a date as 2030-01-31",
        ValidationErrorKind.TimeExpected => "a time as 08:00:00",
        ValidationErrorKind.UriExpected => "an address as https://host/path",
        ValidationErrorKind.EmailExpected => "an e-mail address",
        _ => kind.ToString().Replace("Expected", "", StringComparison.Ordinal),
    };

    private static string Words(JsonSchema schema)
    {
        var words = (BoundedValidator.Own(schema, SchemaKeywords.OwnWords) as object[] ?? []).Select(word => Short(BoundedValidator.ToToken(word))).ToList();
        return words.Count == 1 ? words[0] : $"one of {string.Join(", ", words)}";
    }

    private static string Short(JToken? token) => token switch
    {
        null => "nothing",
        JObject => "an object",
        JArray => "a list",
        _ => Cut(token.ToString(Formatting.None, [])),
    };

    private static string Cut(string text) => text.Length <= MaxFound ? text : text[..(MaxFound - 1)] + "…";
}
