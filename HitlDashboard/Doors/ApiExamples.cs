using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace HitlDashboard.Doors;

/// <summary>What callers send, by operation.</summary>
internal static class ApiExamples
{
    private const string Workflow = """
        name: greeting
        title: Greeting
        input:
          type: object
          required: [name]
          properties:
            name: { type: string }
        steps:
          - id: draft
            uses: set
            with: { text: "Dear {{input.name}}, welcome." }
            review:
              title: "Greeting for {{input.name}}"
              show: { kind: text, value: "{{output.text}}" }
              edit: [text]
        output: { text: "{{steps.draft.output.text}}" }
        """;

    /// <summary>Bodies in JSON; a test reads each as its endpoint would.</summary>
    public static IReadOnlyDictionary<string, string> Json { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["startRun"] = """{ "input": { "name": "Ms Example" }, "title": "Greeting for Ms Example", "priority": 10 }""",
        ["sendSignal"] = """{ "paid": true, "amount": 120 }""",
        ["dryRun"] = """{ "input": { "name": "Ms Example" }, "outputs": { "prices": { "body": [12, 15] } }, "decisions": { "draft": [{ "decision": "sendBack", "reason": "Shorter." }, "approve"] } }""",
        ["pauseRun"] = """{ "reason": "Waiting for the supplier." }""",
        ["resumeRun"] = """{ "reason": "The supplier answered." }""",
        ["cancelRun"] = """{ "reason": "No longer needed." }""",
        ["retryTask"] = """{ "input": { "url": "https://intranet.example/prices" }, "reason": "The page moved." }""",
        ["skipTask"] = """{ "output": { "text": "Written by hand." }, "reason": "The model is down until tomorrow." }""",
        ["changeTaskInput"] = """{ "input": { "for": "5m" }, "reason": "Nobody waits for it any more." }""",
        ["approveReview"] = """{ "version": 1, "comment": "Checked against the order.", "undoSeconds": 10 }""",
        ["rejectReview"] = """{ "version": 1, "reason": "The price is out of date." }""",
        ["amendReview"] = """{ "version": 1, "output": { "text": "Dear Ms Example, a warm welcome." } }""",
        ["delegateReview"] = """{ "to": "@kim" }""",
        ["deferReview"] = """{ "until": "2030-01-31T08:00:00Z" }""",
        ["commentOnReview"] = """{ "text": "The supplier calls back at noon." }""",
        ["escalateReview"] = """{ "reason": "The amount is above my limit." }""",
        ["decideReviews"] = """{ "decision": "approve", "items": [{ "id": "0198a000-0000-7000-8000-000000000000", "version": 1 }], "comment": "Checked against the list." }""",
        ["addAbsence"] = """{ "substitute": "kim", "from": "2030-07-01T00:00:00Z", "until": "2030-07-15T00:00:00Z" }""",
        ["sendBackReview"] = """{ "version": 1, "feedback": "Shorter, and mention the delivery date." }""",
    };

    public static void Add(OpenApiOperation operation)
    {
        foreach (var (mediaType, content) in operation.RequestBody?.Content ?? new Dictionary<string, OpenApiMediaType>())
        {
            content.Example = (mediaType, Json.GetValueOrDefault(operation.OperationId ?? "")) switch
            {
                ("application/yaml", _) => Workflow,
                (_, { } json) => JsonNode.Parse(json),
                _ => content.Example,
            };
        }
    }
}
