using System.Text.Json;
using System.Text.Json.Nodes;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Activities;

/// <summary><c>http</c>: calls an address through the <see cref="OutboundGuard"/>.</summary>
internal sealed class HttpActivity(OutboundGuard guard, HttpOptions options, TimeProvider clock) : IActivity, IDisposable
{
    private readonly HttpClient client = new(guard.CreateHandler()) { Timeout = Timeout.InfiniteTimeSpan };

    public string Uses => "http";

    public bool ReadsSecrets => true;

    public async Task<ActivityOutcome> RunAsync(ActivityContext context, CancellationToken cancellation)
    {
        try
        {
            return await CallAsync(HttpCall.Read(context.With), context, cancellation);
        }
        catch (ActivityWithException error)
        {
            return error.Outcome;
        }
    }

    public void Dispose() => client.Dispose();

    private async Task<ActivityOutcome> CallAsync(HttpCall call, ActivityContext context, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(call.Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        try
        {
            using var response = await new HttpExchange(client).SendAsync(call, context.IdempotencyKey, either.Token);
            return call.Accepts((int)response.StatusCode)
                ? await ReadAsync(call, response, context, either.Token)
                : Unexpected(call, response);
        }
        catch (HttpRefusedException error)
        {
            return new ActivityOutcome.Failed(error.Code, error.Message, Retryable: false);
        }
        catch (Exception error) when (OutboundGuard.RefusalIn(error) is not null)
        {
            return new ActivityOutcome.Failed("not-allowed", OutboundGuard.RefusalIn(error)!, Retryable: false);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            return new ActivityOutcome.Failed("network", $"{Name(call)} gave no complete answer ({Reason(error)}). Check that it is up and reachable from here.", Retryable: true);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            return new ActivityOutcome.Failed("timeout", $"{Name(call)} did not answer within {call.Timeout.TotalSeconds:0.###} s.", Retryable: true);
        }
    }

    private async Task<ActivityOutcome> ReadAsync(HttpCall call, HttpResponseMessage response, ActivityContext context, CancellationToken cancellation)
    {
        var limit = call.Save is null ? options.MaxBodyBytes : options.MaxSavedBytes;
        if (await HttpBody.ReadAsync(response.Content, limit, cancellation) is not { } bytes)
        {
            return new ActivityOutcome.Failed("response-too-large", $"{Name(call)} answered with more than {limit:N0} bytes. {(call.Save is null ? "Use 'save' to keep it as an artifact." : "Ask for less.")}", Retryable: false);
        }

        var output = new JsonObject { ["status"] = (int)response.StatusCode, ["headers"] = Headers(response) };
        try
        {
            if (call.Save is { } name)
            {
                var mediaType = response.Content.Headers.ContentType?.MediaType ?? "application/octet-stream";
                output["artifact"] = Artifact(await context.StoreAsync(name, mediaType, bytes, cancellation));
            }
            else
            {
                output["body"] = HttpBody.Decode(response.Content, bytes);
            }

            return new ActivityOutcome.Produced(EngineJson.From(output));
        }
        catch (JsonException error)
        {
            return new ActivityOutcome.Failed("bad-output", $"{Name(call)} says that it answers with JSON, but it does not: {error.Message}", Retryable: true);
        }
    }

    private ActivityOutcome.Failed Unexpected(HttpCall call, HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        var isPassing = status is 408 or 429 or >= 500;
        return new ActivityOutcome.Failed(
            $"http {status}", $"{Name(call)} answered {status} {response.ReasonPhrase}, which the step does not expect.", isPassing, isPassing ? HttpRetryAfter.Of(response, clock) : null);
    }

    // Cookies are credentials: they do not belong into a run's history.
    private static JsonObject Headers(HttpResponseMessage response) => new(
        response.Headers.Concat(response.Content.Headers)
            .Where(header => !header.Key.StartsWith("Set-Cookie", StringComparison.OrdinalIgnoreCase))
            .GroupBy(header => header.Key.ToLowerInvariant(), StringComparer.Ordinal)
            .Select(headers => KeyValuePair.Create(headers.Key, (JsonNode?)JsonValue.Create(string.Join(", ", headers.SelectMany(header => header.Value))))));

    private static JsonObject Artifact(StoredArtifact artifact) => new()
    {
        ["id"] = artifact.Id.ToString(),
        ["name"] = artifact.Name,
        ["mediaType"] = artifact.MediaType,
        ["size"] = artifact.Size,
        ["sha256"] = artifact.Sha256,
    };

    // Queries often carry keys.
    private static string Name(HttpCall call) => $"{call.Method} {call.Address.GetLeftPart(UriPartial.Path)}";

    private static string Reason(Exception error) => error switch
    {
        HttpRequestException { HttpRequestError: not HttpRequestError.Unknown } request => $"{request.HttpRequestError}",
        HttpIOException io => $"{io.HttpRequestError}",
        _ => error.GetType().Name,
    };
}
