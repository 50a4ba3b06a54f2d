using System.Security.Cryptography;
using System.Text;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.SignIn;

namespace HitlDashboard.Doors;

/// <summary>Says of an endpoint that it changes something and takes an <c>Idempotency-Key</c>.</summary>
internal sealed record ChangesState;

/// <summary>Reads the <c>Idempotency-Key</c> before the body is bound, because its hash is over the bytes as they came.</summary>
internal sealed class RequestKey(RequestDelegate next)
{
    public const string Header = "Idempotency-Key";
    public const int LongestKey = 128;

    /// <summary>The key of this request, or null where it has none.</summary>
    public static IdempotencyKey? Of(HttpContext context) => context.Features.Get<IdempotencyKey>();

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.User.Identity?.IsAuthenticated == true && context.GetEndpoint()?.Metadata.GetMetadata<ChangesState>() is not null
            && context.Request.Headers.TryGetValue(Header, out var values))
        {
            var key = values.Count == 1 ? values[0]! : "";
            if (key.Length is 0 or > LongestKey || key.Any(letter => letter is < ' ' or > '~'))
            {
                await Problem.Of(400, "invalid-idempotency-key", $"The header {Header} must be 1 to {LongestKey} printable ASCII characters.").WriteAsync(context);
                return;
            }

            context.Features.Set(new IdempotencyKey(key, await HashAsync(context)));
        }

        await next(context);
    }

    /// <summary>Who asks is part of the hash: a key that somebody else used is a reused key, never a way to their answer.</summary>
    private static async Task<string> HashAsync(HttpContext context)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var actor = CurrentActor.Of(context.User);
        hash.AppendData(Encoding.UTF8.GetBytes($"{actor.Kind}\n{actor.Name}\n{context.Request.Method}\n{context.Request.Path}\n"));
        context.Request.EnableBuffering(DoorBoundary.LargestBody, DoorBoundary.LargestBody);
        var buffer = new byte[16 * 1024];
        for (int read; (read = await context.Request.Body.ReadAsync(buffer, context.RequestAborted)) > 0;)
        {
            hash.AppendData(buffer, 0, read);
        }

        context.Request.Body.Position = 0;
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
