using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Settings;

namespace HitlDashboard.SignIn;

/// <summary>Opens the accounts, and while there is no user lets the first one in: by the Bootstrap settings, or by a link on the console.</summary>
internal sealed partial class FirstStart(
    AccountsDatabase database, AccountRoster roster, Accounts accounts, ApiKeys keys, SetupLink link, DashboardSettings settings, ILogger<FirstStart> log)
{
    public const string AdminName = "admin";
    public const string KeyName = "bootstrap";

    /// <summary>Call before the server listens.</summary>
    public async Task PrepareAsync(CancellationToken cancellation)
    {
        await database.OpenAsync(cancellation);
        await roster.ReloadAsync(cancellation);
        var (password, key) = settings.Bootstrap;
        if (!roster.IsEmpty)
        {
            if (password is not null || key is not null)
            {
                BootstrapIgnored(log);
            }

            return;
        }

        if (key is not null)
        {
            // Whoever holds both settings is one person: they could approve twice otherwise.
            await keys.ImportAsync(KeyName, key, Role.Admin, owner: password is null ? null : AdminName);
        }

        if (password is not null && await accounts.AddFirstAdminAsync(AdminName, password) is { Count: > 0 } mistakes)
        {
            throw new App.StartRefusedException([.. mistakes.Select(mistake => $"Bootstrap:AdminPassword cannot be used: {mistake}")]);
        }
    }

    /// <summary>The line for the console once the server listens; null where there is a user.</summary>
    public string? Invitation(string url) => roster.IsEmpty
        ? $"There is no user yet. Make the first administrator within {SetupLink.Lifetime.TotalMinutes:0} minutes: {url.TrimEnd('/')}/setup?token={link.Renew()}"
        : null;

    [LoggerMessage(801, LogLevel.Information, "The Bootstrap settings are ignored: there is a user already.")]
    private static partial void BootstrapIgnored(ILogger log);
}
