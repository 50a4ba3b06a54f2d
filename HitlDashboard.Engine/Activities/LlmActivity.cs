using System.ClientModel;
using System.Globalization;
using HitlDashboard.Engine.Activities.Secrets;

namespace HitlDashboard.Engine.Activities;

/// <summary><c>llm</c>: asks a model behind the OpenAI-compatible endpoint of the settings.</summary>
internal sealed class LlmActivity(LlmOptions options, Redaction redaction, TimeProvider clock) : IActivity, IDisposable
{
    private readonly LlmClient client = new(options);

    public string Uses => "llm";

    public bool ReadsSecrets => true;

    public async Task<ActivityOutcome> RunAsync(ActivityContext context, CancellationToken cancellation)
    {
        try
        {
            var question = LlmQuestion.Read(context.With);
            return options.Endpoint is { IsAbsoluteUri: true } && (question.Model ?? options.Model) is { Length: > 0 } model
                ? await AskAsync(question, model, cancellation)
                : new ActivityOutcome.Failed("llm-not-configured", "No model is configured. Set Llm:Endpoint to an OpenAI-compatible address and Llm:Model to a model's name.", Retryable: false);
        }
        catch (ActivityWithException error)
        {
            return error.Outcome;
        }
    }

    public void Dispose() => client.Dispose();

    private async Task<ActivityOutcome> AskAsync(LlmQuestion question, string model, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(options.Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        try
        {
            return LlmAnswer.Judge(question, await client.AskAsync(question, model, either.Token), redaction);
        }
        catch (Exception error) when (error is not OperationCanceledException && !either.IsCancellationRequested)
        {
            return Failure(error, model);
        }
        catch (Exception) when (!cancellation.IsCancellationRequested)
        {
            return new ActivityOutcome.Failed("timeout", $"The model did not answer within {options.Timeout.TotalSeconds:0.###} s.", Retryable: true);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            throw new OperationCanceledException("The attempt ended.", error, cancellation);
        }
    }

    // Texts of endpoints and of the client library may echo the key: only the status and the kind of error are told.
    private ActivityOutcome.Failed Failure(Exception error, string model) => error switch
    {
        ClientResultException { Status: > 0 } answer => Answered(answer, model),
        { } any when Cause<HttpRequestException>(any) is { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } =>
            new ActivityOutcome.Failed("response-too-large", $"The model's endpoint answered with more than {options.MaxResponseBytes:N0} bytes.", Retryable: false),
        { } any when Cause<HttpRequestException>(any) is { } network =>
            new ActivityOutcome.Failed("network", $"The model's endpoint {Host} gave no complete answer ({network.HttpRequestError}). Check Llm:Endpoint and that it is up.", Retryable: true),
        { } any when any is ClientResultException || Cause<IOException>(any) is not null =>
            new ActivityOutcome.Failed("network", $"The model's endpoint {Host} gave no complete answer. Check Llm:Endpoint and that it is up.", Retryable: true),
        _ => new ActivityOutcome.Failed("bad-output", $"The model's endpoint {Host} answered with something that is no chat completion ({error.GetType().Name}). Check Llm:Endpoint.", Retryable: true),
    };

    private ActivityOutcome.Failed Answered(ClientResultException error, string model)
    {
        var advice = error.Status switch
        {
            401 or 403 => "Check Llm:ApiKey.",
            404 => $"Check Llm:Endpoint and that it has the model \"{model}\".",
            429 => "It is busy or the quota is used up.",
            _ => "Its log says more.",
        };
        var isPassing = error.Status is 408 or 429 or >= 500;
        return new ActivityOutcome.Failed($"http {error.Status}", $"The model's endpoint {Host} answered {error.Status}. {advice}", isPassing, isPassing ? RetryAfter(error) : null);
    }

    private string? Host => options.Endpoint?.Authority;

    private static TimeSpan? RetryAfter(ClientResultException error) =>
        error.GetRawResponse()?.Headers.TryGetValue("Retry-After", out var value) == true
            && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(seconds)
            : null;

    private static T? Cause<T>(Exception error)
        where T : Exception =>
        error as T ?? (error.InnerException is { } inner ? Cause<T>(inner) : null);
}
