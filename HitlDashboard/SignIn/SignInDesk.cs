using System.Globalization;

namespace HitlDashboard.SignIn;

/// <summary>What happens when somebody signs in, changes a password or sets the dashboard up.</summary>
internal sealed partial class SignInDesk(Accounts accounts, SignInThrottle throttle, SetupLink link, TimeProvider clock, ILogger<SignInDesk> log)
{
    private const string Wrong = "Name or password is wrong.";

    /// <summary>What came of a try.</summary>
    /// <param name="Mistake">Why it was refused; null where it was not.</param>
    /// <param name="Status">The HTTP status to answer with.</param>
    /// <param name="NextPage">Where to go instead; null for where the person wanted to go.</param>
    public sealed record Answer(string? Mistake, int Status = StatusCodes.Status200OK, string? NextPage = null);

    public async Task<Answer> SignInAsync(HttpContext context, string name, string password)
    {
        var (account, refusal) = await CheckAsync(context, name, password);
        if (account is null)
        {
            return refusal!;
        }

        if (account.HasOneTimePassword)
        {
            return new Answer(null, NextPage: $"/password?name={Uri.EscapeDataString(account.UserName!)}");
        }

        await SessionCookie.StartAsync(context, account, clock);
        SignedIn(log, account.UserName!, Address(context));
        return new Answer(null);
    }

    public async Task<Answer> ChangePasswordAsync(HttpContext context, string name, string current, string next)
    {
        var (account, refusal) = await CheckAsync(context, name, current);
        if (account is null)
        {
            return refusal!;
        }

        var mistakes = await accounts.ChangePasswordAsync(name, current, next);
        return mistakes.Count > 0
            ? new Answer(string.Join(' ', mistakes), StatusCodes.Status400BadRequest)
            : await SignInAsync(context, name, next);
    }

    public async Task<Answer> SetUpAsync(HttpContext context, string? token, string name, string password)
    {
        if (!link.IsValid(token))
        {
            return new Answer("This link was used already, or is too old: restart the server to get a new one.", StatusCodes.Status403Forbidden);
        }

        var mistakes = await accounts.AddFirstAdminAsync(name, password);
        if (mistakes.Count > 0)
        {
            return new Answer(string.Join(' ', mistakes), StatusCodes.Status400BadRequest);
        }

        link.Void();
        return await SignInAsync(context, name, password);
    }

    private static string Address(HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "unknown";

    private async Task<(Account? Account, Answer? Refusal)> CheckAsync(HttpContext context, string name, string password)
    {
        var address = Address(context);
        var wait = throttle.WaitFor(name, address);
        if (wait > TimeSpan.Zero)
        {
            var seconds = Math.Ceiling(wait.TotalSeconds).ToString("0", CultureInfo.InvariantCulture);
            context.Response.Headers.RetryAfter = seconds;
            return (null, new Answer($"Too many tries: wait {seconds} s.", StatusCodes.Status429TooManyRequests));
        }

        if (await accounts.FindAsync(name, password) is { } account)
        {
            throttle.Succeeded(name, address);
            return (account, null);
        }

        throttle.Failed(name, address);
        Refused(log, address);
        return (null, new Answer(Wrong, StatusCodes.Status401Unauthorized));
    }

    [LoggerMessage(802, LogLevel.Information, "{Name} signed in from {Address}.")]
    private static partial void SignedIn(ILogger log, string name, string address);

    [LoggerMessage(803, LogLevel.Warning, "A sign-in from {Address} was refused.")]
    private static partial void Refused(ILogger log, string address);
}
