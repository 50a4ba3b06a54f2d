using System.Text.Json;

namespace HitlDashboard.Doors;

/// <summary>Says in our words what the framework could not read, without the names of our types.</summary>
internal static class BadRequests
{
    public static Problem Problem(BadHttpRequestException failure)
    {
        if (failure.InnerException is JsonException json)
        {
            var error = Error(json);
            return Doors.Problem.Of(StatusCodes.Status400BadRequest, "invalid-request", error.Message, [error]);
        }

        return failure.StatusCode switch
        {
            StatusCodes.Status413PayloadTooLarge => Doors.Problem.Of(413, "too-large", $"The body is larger than {DoorBoundary.LargestBody / 1024} KiB; send less."),
            StatusCodes.Status415UnsupportedMediaType => Doors.Problem.Of(415, "wrong-media-type", "The body must be JSON: set the header Content-Type to application/json."),
            _ => Doors.Problem.Of(400, "invalid-request", "The request cannot be read: a body, or a value in the address, is missing or has the wrong form."),
        };
    }

    private static ApiError Error(JsonException json)
    {
        var path = (json.Path ?? "").TrimStart('$').TrimStart('.');
        var name = path.Length == 0 ? "the body" : $"'{path}'";
        return new ApiError(path, (int?)json.LineNumber + 1, (int?)json.BytePositionInLine + 1, Message(json.Message, name));
    }

    // The serializer tells its cases apart by text only.
    private static string Message(string text, string name) => text switch
    {
        _ when text.Contains("could not be mapped to any .NET member") => $"{name} is not a member of this body; correct the name or leave it out.",
        _ when text.Contains("missing required properties") => $"The body lacks {Missing(text)}; add what is missing.",
        _ when text.Contains("uplicate") => $"{name} is there twice; leave one out.",
        _ when text.Contains("Unicode") => $"{name} holds text that is not valid Unicode; send it as UTF-8.",
        _ when text.Contains("maximum") && text.Contains("depth") => "The body nests too deep; 32 levels are allowed.",
        _ when text.Contains("could not be converted") || text.Contains("annotations") => $"{name} has the wrong type; see /openapi/v1.json.",
        _ => "The body is not valid JSON; correct it at the place that is named.",
    };

    private static string Missing(string text)
    {
        var names = text[(text.LastIndexOf(':') + 1)..].Trim(' ', '.').Replace("''", "'");
        return names.Length is > 0 and < 200 ? names : "a required member";
    }
}
