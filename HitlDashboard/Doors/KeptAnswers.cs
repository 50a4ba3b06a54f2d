using System.Text.Json;
using HitlDashboard.SignIn;
using Microsoft.Extensions.Caching.Memory;

namespace HitlDashboard.Doors;

/// <summary>
/// Keeps the bytes of answers to requests with an <c>Idempotency-Key</c>, so that a repeat reads the same. The ledger is what keeps a repeat
/// from doing anything twice, for 7 days and over restarts; this only spares callers a newer view of what they started.
/// </summary>
internal sealed class KeptAnswers : IEndpointFilter, IDisposable
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromHours(1);

    private readonly MemoryCache _answers = new(new MemoryCacheOptions { SizeLimit = 32 * 1024 * 1024 });

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        if (RequestKey.Of(context.HttpContext) is not { } key)
        {
            return await next(context);
        }

        var actor = CurrentActor.Of(context.HttpContext.User);
        var place = (actor.Kind, actor.Name, key.Key);
        if (_answers.TryGetValue(place, out KeptAnswer? first))
        {
            return first!.RequestHash == key.RequestHash ? first : Reused();
        }

        var result = await next(context);
        return result is Answered { StatusCode: < 300 } answered ? Keep(place, new KeptAnswer(key.RequestHash, answered)) : result;
    }

    public void Dispose() => _answers.Dispose();

    // Of two at once, what the first kept is what both read.
    private KeptAnswer Keep(object place, KeptAnswer answer)
    {
        var kept = _answers.GetOrCreate(place, entry =>
        {
            entry.SetSize(answer.Size).SetAbsoluteExpiration(KeptFor);
            return answer;
        })!;
        return kept.RequestHash == answer.RequestHash ? kept : answer;
    }

    private static Refused Reused() => new(Problem.Of(
        422, "idempotency-key-reused", $"The {RequestKey.Header} was used for another request; take a new key for each new request."));
}

/// <summary>An answer as bytes.</summary>
internal sealed class KeptAnswer(string requestHash, Answered answered) : IResult
{
    private readonly byte[] _bytes = JsonSerializer.SerializeToUtf8Bytes(answered.Value, answered.Value.GetType(), DoorJson.Answers);

    public string RequestHash { get; } = requestHash;

    public int Size => _bytes.Length + 512;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = answered.StatusCode!.Value;
        response.Headers.Location = answered.Location;
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = _bytes.Length;
        return response.Body.WriteAsync(_bytes, httpContext.RequestAborted).AsTask();
    }
}
