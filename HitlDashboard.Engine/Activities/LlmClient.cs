using System.ClientModel;
using System.ClientModel.Primitives;
using OpenAI;
using OpenAI.Chat;

namespace HitlDashboard.Engine.Activities;

/// <summary>Talks to the endpoint of the settings. Retries are the engine's business, so it tries once.</summary>
internal sealed class LlmClient(LlmOptions options) : IDisposable
{
    private readonly HttpClient http = new(new Bounded(options.MaxResponseBytes)
    {
        InnerHandler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            UseCookies = false,
            // A proxy of the environment cannot reach this machine's own loopback, but would see the key.
            UseProxy = options.Endpoint is { IsLoopback: false },
        },
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Asks once; where the endpoint refuses a schema, once more for any JSON object.</summary>
    /// <exception cref="ClientResultException">The endpoint answered with an error, or not at all (status 0).</exception>
    public async Task<ChatCompletion> AskAsync(LlmQuestion question, string model, CancellationToken cancellation)
    {
        var chat = Chat(model);
        try
        {
            return await chat.CompleteChatAsync(question.ToMessages(), question.ToOptions(bySchema: true), cancellation);
        }
        catch (ClientResultException error) when (question.Schema is not null && error.Status is 400 or 422)
        {
            return await chat.CompleteChatAsync(question.ToMessages(), question.ToOptions(bySchema: false), cancellation);
        }
    }

    public void Dispose() => http.Dispose();

    private ChatClient Chat(string model) => new(
        model,
        new ApiKeyCredential(string.IsNullOrEmpty(options.ApiKey) ? "none" : options.ApiKey),
        new OpenAIClientOptions
        {
            Endpoint = options.Endpoint,
            NetworkTimeout = Timeout.InfiniteTimeSpan,
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
            Transport = new HttpClientPipelineTransport(http),
        });

    private sealed class Bounded(int limit) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            await response.Content.LoadIntoBufferAsync(limit, cancellationToken);
            return response;
        }
    }
}
