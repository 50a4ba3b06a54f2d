using System.Net;

namespace HitlDashboard.Engine.Activities;

/// <summary>Sends a call and follows its redirects, each through the guard again.</summary>
internal sealed class HttpExchange(HttpClient client)
{
    private const int MostRedirects = 3;

    // Anything else may be a credential, whatever it is called.
    private static readonly HashSet<string> Harmless = new(["Accept", "Accept-Language", "User-Agent", "Idempotency-Key"], StringComparer.OrdinalIgnoreCase);

    /// <summary>The final response, headers only. The caller disposes it.</summary>
    /// <exception cref="HttpRefusedException">A redirect leads where the client does not follow.</exception>
    /// <exception cref="HttpRequestException">There was no answer, or the guard refused.</exception>
    public async Task<HttpResponseMessage> SendAsync(HttpCall call, string key, CancellationToken cancellation)
    {
        var request = call.ToRequest(key);
        for (var redirects = 0; ; redirects++)
        {
            var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            if (call.Accepts((int)response.StatusCode) || Target(response) is not { } target)
            {
                return response;
            }

            using (response)
            {
                Check(request.RequestUri!, target, redirects);
                request = Next(call, request, response.StatusCode, target, key);
            }
        }
    }

    private static Uri? Target(HttpResponseMessage response) =>
        response.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect
            && response.Headers.Location is { } location
            ? new Uri(response.RequestMessage!.RequestUri!, location)
            : null;

    private static void Check(Uri from, Uri to, int redirects)
    {
        if (redirects == MostRedirects)
        {
            throw new HttpRefusedException("redirects", $"There were more than {MostRedirects} redirects. Use the final address.");
        }

        if (to.Scheme is not ("http" or "https") || to.UserInfo.Length > 0 || (from.Scheme == "https" && to.Scheme == "http"))
        {
            throw new HttpRefusedException("not-allowed", $"{from.Authority} redirects to {to.Scheme}://{to.Authority}, which is not followed: it is less safe than where the call started. Use the final address.");
        }
    }

    private static HttpRequestMessage Next(HttpCall call, HttpRequestMessage last, HttpStatusCode status, Uri target, string key)
    {
        var becomesGet = status == HttpStatusCode.SeeOther
            || (status is HttpStatusCode.MovedPermanently or HttpStatusCode.Found && last.Method == HttpMethod.Post);
        var isElsewhere = target.GetLeftPart(UriPartial.Authority) != call.Address.GetLeftPart(UriPartial.Authority);
        var next = call with
        {
            Address = target,
            Method = becomesGet && last.Method != HttpMethod.Head ? HttpMethod.Get : last.Method,
            Body = becomesGet || last.Content is null ? null : call.Body,
        };
        var request = next.ToRequest(key);
        foreach (var name in request.Headers.Select(header => header.Key).Where(name => isElsewhere && !Harmless.Contains(name)).ToList())
        {
            request.Headers.Remove(name);
        }

        return request;
    }
}

/// <summary>The client will not do this; the code and the message become the step's failure.</summary>
internal sealed class HttpRefusedException(string code, string message) : Exception(message)
{
    /// <summary>The failure's code.</summary>
    public string Code => code;
}
