using System.Text.Json;
using System.Text.Json.Nodes;
using HitlDashboard.Engine.Activities.Secrets;
using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Lifecycle;
using OpenAI.Chat;

namespace HitlDashboard.Engine.Activities;

/// <summary>Turns what a model said into an outcome.</summary>
internal static class LlmAnswer
{
    private const int MostViolations = 5;

    /// <summary>Text as it is; JSON where a schema was given, checked.</summary>
    public static ActivityOutcome Judge(LlmQuestion question, ChatCompletion completion, Redaction redaction)
    {
        if (completion.FinishReason == ChatFinishReason.ContentFilter || !string.IsNullOrEmpty(completion.Refusal))
        {
            return new ActivityOutcome.Failed("refused", "The model refused to answer. Change the prompt.", Retryable: false);
        }

        if (completion.FinishReason == ChatFinishReason.Length)
        {
            return new ActivityOutcome.Failed("truncated", "The model's answer was cut off at its limit of tokens. Ask for less, or use a model with a higher limit.", Retryable: false);
        }

        var text = string.Concat(completion.Content.Select(part => part.Text));
        return question.Schema is { } schema ? Structured(schema, text, completion.Usage, redaction) : Produced("text", JsonValue.Create(text), completion.Usage, confidence: null);
    }

    private static ActivityOutcome Structured(JsonElement schema, string text, ChatTokenUsage? usage, Redaction redaction)
    {
        JsonElement value;
        try
        {
            value = EngineJson.From(ActivityJson.Parse(WithoutFence(text)));
        }
        catch (JsonException)
        {
            return new ActivityOutcome.Failed("schema", "The model answered with something that is not JSON.", Retryable: true);
        }

        if (JsonSchemas.Validate(schema, value).Count == 0)
        {
            return Produced("json", JsonNode.Parse(value.GetRawText()), usage, Confidence(value));
        }

        // The sentences cut what they found short: no part of a secret may be left in it.
        var told = JsonSchemas.Validate(schema, redaction.Of(value)).Take(MostViolations).Select(Sentence);
        return new ActivityOutcome.Failed("schema", $"The model's answer violates the schema: {string.Join("; ", told)}", Retryable: true);
    }

    private static ActivityOutcome.Produced Produced(string key, JsonNode? answer, ChatTokenUsage? usage, double? confidence) => new(
        EngineJson.From(new JsonObject
        {
            [key] = answer,
            ["usage"] = new JsonObject { ["inputTokens"] = usage?.InputTokenCount ?? 0, ["outputTokens"] = usage?.OutputTokenCount ?? 0 },
            ["confidence"] = confidence,
        }),
        confidence);

    /// <summary>What the model says of itself, where the schema let it.</summary>
    private static double? Confidence(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty("confidence", out var confidence)
            && confidence.ValueKind == JsonValueKind.Number && confidence.GetDouble() is >= 0 and <= 1 and var number
            ? number
            : null;

    // Many models wrap JSON into a Markdown block even when told not to.
    private static string WithoutFence(string text)
    {
        var trimmed = text.Trim();
        var firstLine = trimmed.IndexOf('\n', StringComparison.Ordinal);
        return trimmed.StartsWith("```", StringComparison.Ordinal) && trimmed.EndsWith("```", StringComparison.Ordinal) && firstLine > 0 && trimmed.Length - 3 > firstLine
            ? trimmed[firstLine..^3]
            : trimmed;
    }

    private static string Sentence(SchemaViolation violation) =>
        violation.Path.Length == 0 ? violation.Message : $"{violation.Path}: {violation.Message}";
}
