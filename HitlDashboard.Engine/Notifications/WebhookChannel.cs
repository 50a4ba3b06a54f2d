using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using HitlDashboard.Engine.Activities;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Notifications;

/// <summary>Posts messages as CloudEvents 1.0 with the headers of Standard Webhooks.</summary>
internal sealed class WebhookChannel : INotificationChannel, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly NotificationOptions options;
    private readonly TimeProvider clock;
    private readonly byte[]? key;
    private readonly HttpClient? client;

    public WebhookChannel(NotificationOptions options, OutboundGuard guard, TimeProvider clock)
    {
        this.options = options;
        this.clock = clock;
        if (options.WebhookUrl is not { } url)
        {
            return;
        }

        if (!url.IsAbsoluteUri || url.Scheme is not ("http" or "https"))
        {
            throw new InvalidOperationException("Notifications:Webhook:Url is not an absolute http or https address. Correct it, or remove it to send nothing.");
        }

        key = options.WebhookSecret is { Length: > 0 } secret ? WebhookSignature.Key(secret) : null;
        client = new HttpClient(guard.CreateHandler()) { Timeout = Timeout.InfiniteTimeSpan };
    }

    public string Name => "webhook";

    public bool IsActive => client is not null;

    public async ValueTask<ChannelAnswer> SendAsync(OutboxMessage message, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        try
        {
            using var request = Request(message);
            using var response = await client!.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return Answer(response);
        }
        catch (HttpRequestException error)
        {
            return new ChannelAnswer(OutboundGuard.RefusalIn(error) ?? $"no answer ({error.HttpRequestError})");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new ChannelAnswer($"no answer within {Patience.TotalSeconds:0} s");
        }
    }

    public void Dispose() => client?.Dispose();

    private ChannelAnswer Answer(HttpResponseMessage response) => response switch
    {
        { IsSuccessStatusCode: true } => ChannelAnswer.Taken,
        { StatusCode: HttpStatusCode.Gone } => new ChannelAnswer("the receiver answered 410: it wants no messages any more", IsFinal: true),
        _ => new ChannelAnswer($"the receiver answered {(int)response.StatusCode}", RetryAfter: HttpRetryAfter.Of(response, clock)),
    };

    private HttpRequestMessage Request(OutboxMessage message)
    {
        // Numbers start again with a new database, instants do not.
        var id = $"msg_{message.Id}_{message.At.ToUnixTimeMilliseconds()}";
        var timestamp = clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var body = Body(id, message);
        var request = new HttpRequestMessage(HttpMethod.Post, options.WebhookUrl) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/cloudevents+json", "utf-8");
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", timestamp);
        if (key is not null)
        {
            request.Headers.Add("webhook-signature", WebhookSignature.Sign(key, id, timestamp, body));
        }

        return request;
    }

    private byte[] Body(string id, OutboxMessage message) => JsonSerializer.SerializeToUtf8Bytes(
        new
        {
            specversion = "1.0",
            id,
            source = options.Source,
            type = message.Kind,
            subject = message.Subject,
            time = message.At,
            datacontenttype = "application/json",
            data = message.Data,
        },
        EngineJson.Options);
}
