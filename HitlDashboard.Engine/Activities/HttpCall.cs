using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using HitlDashboard.Engine.Definitions;

namespace HitlDashboard.Engine.Activities;

/// <summary>What an <c>http</c> step asks for.</summary>
internal sealed record HttpCall(
    HttpMethod Method,
    Uri Address,
    IReadOnlyDictionary<string, string> Headers,
    string? Body,
    string BodyType,
    IReadOnlyList<int>? Expect,
    string? Save,
    TimeSpan Timeout)
{
    private static readonly TimeSpan UsualTimeout = TimeSpan.FromSeconds(100);
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromHours(24);
    private static readonly HashSet<string> Methods = new(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"], StringComparer.Ordinal);

    // These frame the message or choose its receiver; the client sets them itself.
    private static readonly HashSet<string> OwnHeaders = new(["Host", "Content-Length", "Transfer-Encoding", "Connection", "Upgrade", "TE", "Trailer", "Expect"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads <c>with</c>.</summary>
    /// <exception cref="ActivityWithException">A value is missing or of the wrong kind.</exception>
    public static HttpCall Read(JsonElement json)
    {
        var with = new ActivityWith(json);
        var headers = ReadHeaders(with);
        var isText = with.Value("body") is { ValueKind: JsonValueKind.String };
        return new HttpCall(
            ReadMethod(with), ReadAddress(with), headers, with.TextOrJson("body"), isText ? "text/plain" : "application/json", with.Numbers("expect"), ReadName(with), ReadTimeout(with));
    }

    /// <summary>Whether the status is what the step hopes for.</summary>
    public bool Accepts(int status) => Expect?.Contains(status) ?? status is >= 200 and < 300;

    /// <summary>The first request.</summary>
    /// <param name="key">The attempt's idempotency key, sent with everything but GET and HEAD.</param>
    public HttpRequestMessage ToRequest(string key)
    {
        var request = new HttpRequestMessage(Method, Address);
        if (Body is not null)
        {
            request.Content = new StringContent(Body, Encoding.UTF8);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(BodyType, "utf-8");
        }

        foreach (var (name, value) in Headers)
        {
            Add(request, name, value);
        }

        if (Method != HttpMethod.Get && Method != HttpMethod.Head && !request.Headers.Contains("Idempotency-Key"))
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return request;
    }

    private static void Add(HttpRequestMessage request, string name, string value)
    {
        // Without a body, as after some redirects, there is nothing that they could describe.
        if (name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase) && request.Content is null)
        {
            return;
        }

        if (name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase))
        {
            request.Content!.Headers.ContentType = MediaTypeHeaderValue.TryParse(value, out var type) ? type : throw new ActivityWithException($"The header Content-Type holds \"{value}\", which is no media type.");
        }
        else if (value.AsSpan().ContainsAny('\r', '\n', '\0') || !(request.Headers.TryAddWithoutValidation(name, value) || request.Content?.Headers.TryAddWithoutValidation(name, value) == true))
        {
            throw new ActivityWithException($"'headers' holds \"{name}\", which cannot be sent with this value.");
        }
    }

    private static IReadOnlyDictionary<string, string> ReadHeaders(ActivityWith with)
    {
        var headers = with.Map("headers");
        return headers.Keys.FirstOrDefault(OwnHeaders.Contains) is { } own
            ? throw new ActivityWithException($"'headers' may not set {own}: the client does. Remove it.")
            : headers;
    }

    private static HttpMethod ReadMethod(ActivityWith with)
    {
        var name = (with.Text("method") ?? "GET").ToUpperInvariant();
        return Methods.Contains(name) ? new HttpMethod(name) : throw new ActivityWithException($"'method' is \"{name}\". Use {string.Join(", ", Methods)}.");
    }

    private static Uri ReadAddress(ActivityWith with)
    {
        var text = with.Needed("url");
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https") || address.Host.Length == 0)
        {
            throw new ActivityWithException("'url' is not an absolute address that starts with http:// or https://.");
        }

        if (address.UserInfo.Length > 0)
        {
            throw new ActivityWithException("'url' holds a user name or a password, which would end up in logs. Use the header Authorization.");
        }

        var query = string.Join('&', with.Map("query").Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}"));
        var joined = string.Join('&', new[] { address.Query.TrimStart('?'), query }.Where(part => part.Length > 0));
        return new UriBuilder(address) { Query = joined }.Uri;
    }

    private static string? ReadName(ActivityWith with) => with.Text("save") switch
    {
        null or "" => null,
        { Length: <= 200 } name when !name.AsSpan().ContainsAny('/', '\\', '\0') && name is not ("." or "..") && !name.Any(char.IsControl) => name,
        _ => throw new ActivityWithException("'save' is a file's name: at most 200 characters, no folders."),
    };

    private static TimeSpan ReadTimeout(ActivityWith with) => with.Text("timeout") is not { } text
        ? UsualTimeout
        : Durations.TryParse(text, out var timeout) && timeout > TimeSpan.Zero && timeout <= LongestTimeout
            ? timeout
            : throw new ActivityWithException($"'timeout' is \"{text}\". Write a duration as 30s or 2m, at most 24h.");
}
