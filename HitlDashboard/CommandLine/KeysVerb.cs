using System.CommandLine;
using HitlDashboard.App;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.SignIn;

namespace HitlDashboard.CommandLine;

/// <summary><c>keys create</c>: makes an API key in the data folder, while no server uses it. Against a running server, keys are made under Settings.</summary>
internal static class KeysVerb
{
    public static Command Create()
    {
        var name = new Option<string>("--name") { Description = "What the history calls whoever uses the key.", Required = true };
        var role = new Option<string>("--role") { Description = "viewer, operator, supervisor, admin or worker.", DefaultValueFactory = _ => Policies.Worker };
        role.AcceptOnlyFromAmong([.. Enum.GetValues<Role>().Select(Policies.NameOf)]);
        var days = new Option<int>("--days") { Description = "How many days it is valid, 1 to 365.", DefaultValueFactory = _ => 90 };
        days.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 365)
            {
                result.AddError("--days must be from 1 to 365.");
            }
        });
        var owner = new Option<string?>("--owner") { Description = "The user whom the key counts as where several people must agree; without it the key is a person of its own." };
        var create = new Command("create", "Make an API key and print it once (the server must not be running).") { name, role, days, owner };
        create.SetAction((parsed, cancellation) => CreateAsync(
            parsed.GetValue(name)!, Policies.RoleOf(parsed.GetValue(role))!.Value, TimeSpan.FromDays(parsed.GetValue(days)), parsed.GetValue(owner), cancellation));
        return new Command("keys", "API keys.") { create };
    }

    private static Task<int> CreateAsync(string name, Role role, TimeSpan lifetime, string? owner, CancellationToken cancellation) => Refusals.ReportAsync(async () =>
    {
        // The same application, prepared but not started: no engine runs and nothing listens.
        await using var app = DashboardHost.Build(new StartOptions());
        await app.Services.GetRequiredService<AccountsDatabase>().OpenAsync(cancellation);
        var roster = app.Services.GetRequiredService<AccountRoster>();
        await roster.ReloadAsync(cancellation);
        var person = owner is null ? "command line" : roster.FindPerson(owner) ?? throw new StartRefusedException($"There is no user {owner}, or the account is disabled: --owner takes a user's name.");
        var (key, refusal) = await app.Services.GetRequiredService<ApiKeys>().CreateAsync(name, role, person, lifetime);
        await (key is null ? Console.Error : Console.Out).WriteLineAsync(key ?? refusal);
        return key is null ? ExitCodes.Refused : ExitCodes.Done;
    });
}
