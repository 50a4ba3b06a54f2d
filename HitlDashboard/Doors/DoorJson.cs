using System.Text.Json;
using System.Text.Json.Serialization;
using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Doors;

/// <summary>JSON at the doors: camelCase, UTC instants with <c>Z</c>, nothing that was misspelt is silently dropped.</summary>
internal static class DoorJson
{
    /// <summary>How deep a request's body may nest. What the engine stored may be deeper, so answers are written with more.</summary>
    private const int DeepestBody = 32;

    public static JsonSerializerOptions Answers { get; } = Writing();

    /// <summary>What minimal API endpoints read bodies with.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        options.MaxDepth = DeepestBody;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.Converters.Add(new InstantConverter());
        options.Converters.Add(new ValueConverter());
        // States are written as the board names them, choices as the workflow file does. Numbers stand for nothing.
        Names<RunState>(options, null);
        Names<TaskState>(options, null);
        Names<Resolution>(options, null);
        Names<WaitingFor>(options, JsonNamingPolicy.CamelCase);
        Names<ReviewState>(options, JsonNamingPolicy.CamelCase);
        Names<ReviewSubject>(options, JsonNamingPolicy.CamelCase);
        Names<Verdict>(options, JsonNamingPolicy.CamelCase);
        Names<Risk>(options, JsonNamingPolicy.CamelCase);
        Names<ExcludedPerson>(options, JsonNamingPolicy.CamelCase);
        Names<ArtifactKind>(options, JsonNamingPolicy.CamelCase);
        Names<CatchUpRule>(options, JsonNamingPolicy.CamelCase);
        Names<OverlapRule>(options, JsonNamingPolicy.CamelCase);
    }

    private static void Names<T>(JsonSerializerOptions options, JsonNamingPolicy? policy)
        where T : struct, Enum => options.Converters.Add(new JsonStringEnumConverter<T>(policy, allowIntegerValues: false));

    private static JsonSerializerOptions Writing()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        Configure(options);
        options.MaxDepth = 256;
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    private sealed class InstantConverter : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(Instants.Text(value));
    }
}

/// <summary>
/// Any value, as the engine can keep it. The reader lets bytes and escapes through that are no text, and a member twice: whoever reads the value later would stumble over it.
/// </summary>
internal sealed class ValueConverter : JsonConverter<JsonElement>
{
    public override JsonElement Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var value = JsonElement.ParseValue(ref reader);
        try
        {
            Check(value);
        }
        catch (InvalidOperationException unreadable)
        {
            throw new JsonException("The value holds text that is not valid Unicode.", unreadable);
        }

        return value;
    }

    public override void Write(Utf8JsonWriter writer, JsonElement value, JsonSerializerOptions options) => value.WriteTo(writer);

    private static void Check(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                _ = value.GetString();
                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                {
                    Check(item);
                }

                break;
            case JsonValueKind.Object:
                var names = new HashSet<string>(StringComparer.Ordinal);
                foreach (var member in value.EnumerateObject())
                {
                    if (!names.Add(member.Name))
                    {
                        throw new JsonException($"Duplicate member '{member.Name}'.");
                    }

                    Check(member.Value);
                }

                break;
        }
    }
}

/// <summary>Instants as text.</summary>
internal static class Instants
{
    public static string Text(DateTimeOffset value) => value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'");
}
