using System.Text.Json;
using HitlDashboard.Engine.Definitions;
using OpenAI.Chat;

namespace HitlDashboard.Engine.Activities;

/// <summary>What an <c>llm</c> step asks.</summary>
internal sealed record LlmQuestion(string Prompt, string? System, string? Model, float? Temperature, JsonElement? Schema, IReadOnlyList<Uri> Images)
{
    private const string SchemaName = "answer";

    /// <summary>Reads <c>with</c>.</summary>
    /// <exception cref="ActivityWithException">A value is missing or of the wrong kind, or the schema cannot be used.</exception>
    public static LlmQuestion Read(JsonElement json)
    {
        var with = new ActivityWith(json);
        var schema = with.Value("schema");
        if (schema is { } given && JsonSchemas.Check(given) is { } problem)
        {
            throw new ActivityWithException($"'schema' cannot be used: {problem}");
        }

        return new LlmQuestion(with.Needed("prompt"), with.Text("system"), with.Text("model"), ReadTemperature(with), schema, ReadImages(with));
    }

    /// <summary>The conversation so far. A schema is also told in words, for models that know it in no other way.</summary>
    public IEnumerable<ChatMessage> ToMessages()
    {
        var system = Schema is { } schema
            ? $"{System}\n\nAnswer with JSON only, without any text around it. It must satisfy this JSON Schema:\n{schema.GetRawText()}".TrimStart()
            : System;
        if (!string.IsNullOrWhiteSpace(system))
        {
            yield return new SystemChatMessage(system);
        }

        yield return new UserChatMessage([ChatMessageContentPart.CreateTextPart(Prompt), .. Images.Select(image => ChatMessageContentPart.CreateImagePart(image))]);
    }

    /// <summary>How the model shall answer.</summary>
    /// <param name="bySchema">Whether to ask for the schema itself instead of for any JSON object.</param>
    public ChatCompletionOptions ToOptions(bool bySchema) => new()
    {
        Temperature = Temperature,
        ResponseFormat = Schema is not { } schema ? null
            : bySchema ? ChatResponseFormat.CreateJsonSchemaFormat(SchemaName, BinaryData.FromString(schema.GetRawText()))
            : ChatResponseFormat.CreateJsonObjectFormat(),
    };

    private static float? ReadTemperature(ActivityWith with) => with.Value("temperature") switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } number when number.GetDouble() is >= 0 and <= 2 => number.GetSingle(),
        _ => throw new ActivityWithException("'temperature' is a number from 0 to 2."),
    };

    private static IReadOnlyList<Uri> ReadImages(ActivityWith with) =>
    [
        .. (with.Texts("images") ?? []).Select(text => Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" or "data"
            ? address
            : throw new ActivityWithException("'images' holds something that is not an http, https or data address.")),
    ];
}
