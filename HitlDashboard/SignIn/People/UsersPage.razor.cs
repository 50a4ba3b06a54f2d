using System.Security.Cryptography;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Ui;
using Microsoft.AspNetCore.Components;

namespace HitlDashboard.SignIn.People;

/// <summary>Who may sign in, and as what.</summary>
public sealed partial class UsersPage
{
    private static readonly string[] PeoplesRoles = [Policies.Viewer, Policies.Operator, Policies.Supervisor, Policies.Admin];

    private IReadOnlyList<Account>? _people;
    private IReadOnlyList<string> _mistakes = [];
    private (string Name, string Password)? _issued;
    private Account? _toDisable;
    private string _name = "";
    private string _role = Policies.Supervisor;
    private bool _isBusy;

    [Inject]
    private Accounts Accounts { get; init; } = default!;

    [Inject]
    private CurrentActor CurrentActor { get; init; } = default!;

    /// <inheritdoc />
    protected override Task OnInitializedAsync() => ReadAsync();

    private static Status StateOf(Account person) => person switch
    {
        { DisabledAt: not null } => new Status("Disabled", Tone.Neutral, "lock"),
        { HasOneTimePassword: true } => new Status("Invited", Tone.Waiting, "clock"),
        _ => new Status("Active", Tone.Good, "check"),
    };

    private static string QuestionAbout(Account person) => person.DisabledAt is null
        ? $"Disable {person.UserName}? Their sessions end at once."
        : $"Let {person.UserName} sign in again?";

    // 18 letters and digits without the ones that look alike: about 105 bits.
    private static string MakePassword() => RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789", 18);

    private async Task ReadAsync() => _people = await Accounts.ListAsync(CancellationToken.None);

    private async Task AddAsync()
    {
        var (name, password) = (_name.Trim(), MakePassword());
        if (await ChangeAsync(() => Accounts.AddAsync(name, Policies.RoleOf(_role) ?? Role.Viewer, password)))
        {
            _issued = (name, password);
            _name = "";
        }
    }

    private async Task ResetAsync(Account person)
    {
        var password = MakePassword();
        if (await ChangeAsync(() => Accounts.ResetPasswordAsync(person.UserName!, password)))
        {
            _issued = (person.UserName!, password);
        }
    }

    private Task SetRoleAsync(Account person, string? role) => Policies.RoleOf(role) is { } wanted and not Role.Worker
        ? ChangeAsync(() => Accounts.SetRoleAsync(person.UserName!, wanted))
        : Task.CompletedTask;

    private async Task ToggleAsync(Account person)
    {
        await ChangeAsync(() => Accounts.SetDisabledAsync(person.UserName!, person.DisabledAt is null));
        _toDisable = null;
    }

    private async Task<bool> ChangeAsync(Func<Task<IReadOnlyList<string>>> change)
    {
        if (_isBusy)
        {
            return false;
        }

        _isBusy = true;
        try
        {
            // The page was opened by an administrator; whether they still are one is asked now.
            _mistakes = (await CurrentActor.GetAsync()).Role == Role.Admin ? await change() : ["This needs the role admin."];
            await ReadAsync();
            return _mistakes.Count == 0;
        }
        catch (UnauthorizedAccessException refusal)
        {
            _mistakes = [refusal.Message];
            return false;
        }
        finally
        {
            _isBusy = false;
        }
    }
}
