using System.Text;
using System.Text.Json;
using HitlDashboard.Engine.Definitions;

namespace HitlDashboard.Engine.Activities;

/// <summary><c>template</c>: fills a text in and, where it is given a file name, publishes it.</summary>
/// <param name="options">Where template files are.</param>
public sealed class TemplateActivity(TemplateOptions options) : IActivity
{
    /// <inheritdoc />
    public string Uses => "template";

    /// <inheritdoc />
    public async Task<ActivityOutcome> RunAsync(ActivityContext context, CancellationToken cancellation)
    {
        string text;
        try
        {
            text = await TextAsync(context.With, cancellation);
        }
        catch (Exception exception) when (exception is TemplateException or IOException or UnauthorizedAccessException)
        {
            return new ActivityOutcome.Failed("template", exception.Message, Retryable: false);
        }

        JsonElement? json = null;
        var format = context.With.TryGetProperty("format", out var asked) ? asked.ToString() : "text";
        if (format == "json" && !TryParse(text, out json, out var reason))
        {
            return new ActivityOutcome.Failed("format", $"The rendered text is not JSON: {reason}", Retryable: false);
        }

        if (!context.With.TryGetProperty("file", out var file) || file.ValueKind == JsonValueKind.Null)
        {
            return Produced(text, json, null, null);
        }

        if (PublishedFile.Resolve(context.Folder, file.ToString()) is not { } path)
        {
            return new ActivityOutcome.Failed("file-name", $"'{file}' is not a plain relative file name: use letters, digits, '-', '.' and '/', without '..'.", Retryable: false);
        }

        var bytes = Encoding.UTF8.GetBytes(text);
        await PublishedFile.WriteAsync(path, bytes, cancellation);
        var artifact = await context.StoreAsync(Path.GetFileName(path), MediaType(format, path), bytes, cancellation);
        return Produced(text, json, path, artifact);
    }

    private async Task<string> TextAsync(JsonElement with, CancellationToken cancellation)
    {
        if (with.TryGetProperty("template", out var template))
        {
            // The step's templates were filled in before: this is the finished text.
            return template.ValueKind == JsonValueKind.String ? template.GetString()! : template.GetRawText();
        }

        var name = with.GetProperty("templateFile").ToString();
        var path = options.Directory is { } directory ? PublishedFile.Resolve(directory, name) : null;
        if (path is null || !File.Exists(path))
        {
            throw new TemplateException($"There is no template file '{name}' in the folder that the setting Templates:Directory names.");
        }

        var data = with.TryGetProperty("data", out var given) && given.ValueKind == JsonValueKind.Object ? given : default;
        var source = JsonSerializer.SerializeToElement(await File.ReadAllTextAsync(path, cancellation));
        return ValueTemplate.Compile(source).RenderText(new ValueScope
        {
            Root = key => data.ValueKind == JsonValueKind.Object && data.TryGetProperty(key, out var value) ? value : null,
            Step = _ => null,
        });
    }

    private static bool TryParse(string text, out JsonElement? json, out string? reason)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { AllowTrailingCommas = true });
            (json, reason) = (document.RootElement.Clone(), null);
            return true;
        }
        catch (JsonException exception)
        {
            (json, reason) = (null, exception.Message);
            return false;
        }
    }

    private static ActivityOutcome.Produced Produced(string text, JsonElement? json, string? path, StoredArtifact? artifact)
    {
        var output = new Dictionary<string, object?>(StringComparer.Ordinal) { ["text"] = text };
        if (json is { } value)
        {
            output["json"] = value;
        }

        if (artifact is not null)
        {
            output["path"] = path;
            output["artifact"] = new { id = artifact.Id.ToString(), name = artifact.Name, mediaType = artifact.MediaType, size = artifact.Size, sha256 = artifact.Sha256 };
        }

        return new ActivityOutcome.Produced(JsonSerializer.SerializeToElement(output));
    }

    private static string MediaType(string format, string path) => (format, Path.GetExtension(path)) switch
    {
        ("json", _) or (_, ".json") => "application/json",
        ("markdown", _) or (_, ".md") => "text/markdown",
        ("html", _) or (_, ".html") => "text/html",
        _ => "text/plain",
    };
}
