using System.Globalization;
using HitlDashboard.Engine.Definitions;

namespace HitlDashboard.Doors;

/// <summary>Reads a query string strictly: a parameter that is misspelt, repeated or out of range is refused, so that no filter is silently dropped.</summary>
internal sealed class QueryReader(HttpRequest request)
{
    private readonly List<ApiError> _errors = [];
    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase);

    public string? Text(string name, int longest = 200)
    {
        _known.Add(name);
        var values = request.Query[name];
        if (values.Count > 1)
        {
            return Refuse(name, $"'{name}' is there {values.Count} times; give it once.");
        }

        var text = values.Count == 1 && values[0] is { Length: > 0 } given ? given : null;
        return text?.Length > longest ? Refuse(name, $"'{name}' is longer than {longest} characters.") : text;
    }

    public int Number(string name, int least, int most, int otherwise)
    {
        var text = Text(name);
        var isGood = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most;
        if (text is not null && !isGood)
        {
            Refuse(name, $"'{name}' must be a whole number from {least} to {most}.");
        }

        return isGood ? number : otherwise;
    }

    public long Sequence(string name)
    {
        var text = Text(name);
        if (text is null || (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 0))
        {
            return text is null ? 0 : long.Parse(text, CultureInfo.InvariantCulture);
        }

        Refuse(name, $"'{name}' must be a sequence number, 0 or more.");
        return 0;
    }

    public T? Choice<T>(string name)
        where T : struct, Enum
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        foreach (var value in Enum.GetValues<T>().Where(value => string.Equals(value.ToString(), text, StringComparison.OrdinalIgnoreCase)))
        {
            return value;
        }

        Refuse(name, $"'{name}' must be one of {string.Join(", ", QueryParameter.Names<T>())}.");
        return null;
    }

    public bool Flag(string name)
    {
        var text = Text(name);
        if (text is not (null or "true" or "false"))
        {
            Refuse(name, $"'{name}' must be true or false.");
        }

        return text == "true";
    }

    /// <summary>An instant, or a duration before now.</summary>
    public DateTimeOffset? Instant(string name, DateTimeOffset now)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (Durations.TryParse(text, out var ago))
        {
            return now - ago;
        }

        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant))
        {
            return instant;
        }

        Refuse(name, $"'{name}' must be an instant as 2030-01-31T08:00:00Z or a duration before now as 7d.");
        return null;
    }

    /// <summary>What is wrong with the query, or null. Call it after the last parameter was read.</summary>
    public IResult? Refusal()
    {
        foreach (var name in request.Query.Keys.Where(name => !_known.Contains(name)))
        {
            Refuse(name, $"'{name}' is not a parameter of this address; it takes {string.Join(", ", _known.Order(StringComparer.Ordinal))}.");
        }

        return _errors.Count == 0 ? null : new Refused(Problem.Of(400, "invalid-request", string.Join(" ", _errors.Select(error => error.Message)), _errors));
    }

    private string? Refuse(string name, string message)
    {
        _errors.Add(new ApiError(name, null, null, message));
        return null;
    }
}
