using System.Text.Json;
using System.Text.Json.Nodes;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Viewers;

namespace HitlDashboard.Inbox;

/// <summary>How a review's value is edited, and what becomes of the edit.</summary>
public sealed class Amendment
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 64 };

    private readonly ReviewRequest _request;
    private readonly string? _path;

    private Amendment(ReviewRequest request)
    {
        _request = request;
        var only = request.Editable.Count == 0 ? "" : request.Editable[0];
        var node = JsonSerializer.SerializeToNode(request.Subjected);
        if (request.Form is null && request.Editable.Count <= 1 && TextAt(node, only) is { } text)
        {
            (Editor, _path, Original) = (AmendEditor.Text, only, text);
        }
        else if (FieldsOf(request) is { } fields)
        {
            (Editor, Fields) = (AmendEditor.Form, fields);
        }
        else
        {
            (Editor, Original) = (AmendEditor.Json, ContentText.Json(request.Subjected));
        }
    }

    public AmendEditor Editor { get; }

    /// <summary>What the text box starts with; empty for a form.</summary>
    public string Original { get; } = "";

    public IReadOnlyList<AmendField> Fields { get; } = [];

    public static Amendment Of(ReviewRequest request) => new(request);

    /// <summary>The whole output that an edit makes.</summary>
    /// <param name="edited">The text box's content, or the form's fields as a JSON object.</param>
    public AmendResult Compose(string edited)
    {
        JsonNode? output;
        try
        {
            output = Editor switch
            {
                AmendEditor.Text => WithText(edited),
                AmendEditor.Json => JsonNode.Parse(edited, documentOptions: Strict),
                AmendEditor.Form => WithFields(JsonNode.Parse(edited, documentOptions: Strict)!.AsObject()),
            };
        }
        catch (JsonException problem)
        {
            return new AmendResult(null, $"This is not JSON: line {problem.LineNumber + 1}, position {problem.BytePositionInLine + 1}.");
        }

        var value = output is null ? EngineJson.Null : JsonSerializer.SerializeToElement(output);
        var isUnchanged = JsonElement.DeepEquals(value, _request.Subjected);
        return isUnchanged && _request.Allowed.Contains(Verdict.Approve)
            ? new AmendResult(null, "No changes: approve instead? Close this with Esc, then press a.")
            : new AmendResult(value, null);
    }

    private static string? TextAt(JsonNode? root, string path) =>
        (path.Length == 0 ? root : JsonPlace.Read(root, path)) is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    private static IReadOnlyList<AmendField>? FieldsOf(ReviewRequest request) => request.Form is { } form
        ? AmendField.Of(form, request.Subjected)
        : AmendField.Of(request.Editable, request.Schema, request.Subjected);

    private JsonNode? WithText(string edited)
    {
        // A text box gives line feeds only; what came with carriage returns keeps them.
        var text = Original.Contains("\r\n", StringComparison.Ordinal) ? edited.ReplaceLineEndings("\r\n") : edited;
        if (_path!.Length == 0)
        {
            return JsonValue.Create(text);
        }

        var root = JsonSerializer.SerializeToNode(_request.Subjected);
        JsonPlace.Replace(root, _path, JsonValue.Create(text));
        return root;
    }

    private JsonObject WithFields(JsonObject fields)
    {
        var root = JsonSerializer.SerializeToNode(_request.Subjected) as JsonObject ?? [];
        foreach (var field in Fields)
        {
            var value = fields[field.Name];
            if (value is not null)
            {
                root[field.Name] = value.DeepClone();
            }
            else if (root[field.Name] is JsonValue old && old.GetValueKind() == JsonValueKind.String)
            {
                // A text that was there and was emptied is an empty text, not a missing one.
                root[field.Name] = "";
            }
            else
            {
                root.Remove(field.Name);
            }
        }

        return root;
    }
}

/// <summary>What an edit makes.</summary>
/// <param name="Output">The whole changed output, or null where it can't be used.</param>
/// <param name="Problem">Why not, or null.</param>
public sealed record AmendResult(JsonElement? Output, string? Problem);

/// <summary>How a value is edited.</summary>
public enum AmendEditor
{
    /// <summary>One text.</summary>
    Text,

    /// <summary>The whole value as JSON.</summary>
    Json,

    /// <summary>Fields made from a schema.</summary>
    Form,
}
