using HitlDashboard.Engine.Lifecycle;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace HitlDashboard.SignIn;

/// <summary>Adds, changes and disables people. Each call returns what is wrong as sentences; none means done.</summary>
internal sealed class Accounts(IServiceScopeFactory scopes, AccountRoster roster, TimeProvider clock) : IDisposable
{
    private readonly SemaphoreSlim _changing = new(1, 1);

    public async Task<IReadOnlyList<Account>> ListAsync(CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<AccountsContext>();
        return await context.Users.AsNoTracking().OrderBy(account => account.NormalizedUserName).ToListAsync(cancellation);
    }

    /// <summary>Adds the administrator of a fresh installation. Of any number of calls at once, one succeeds.</summary>
    public Task<IReadOnlyList<string>> AddFirstAdminAsync(string name, string password) => ChangeAsync(async users =>
        await users.Users.AnyAsync()
            ? Failed("There is an administrator already: sign in.")
            : await users.CreateAsync(New(name, Role.Admin, hasOneTimePassword: false), password));

    public Task<IReadOnlyList<string>> AddAsync(string name, Role role, string oneTimePassword) =>
        ChangeAsync(users => users.CreateAsync(New(name, role, hasOneTimePassword: true), oneTimePassword));

    public Task<IReadOnlyList<string>> SetRoleAsync(string name, Role role) => ChangeAsync(name, async (users, account) =>
    {
        if (role != Role.Admin && await IsLastAdminAsync(users, account))
        {
            return Failed("Somebody must stay administrator: give the role to another user first.");
        }

        account.Role = Policies.NameOf(role);
        return await users.UpdateSecurityStampAsync(account);
    });

    public Task<IReadOnlyList<string>> SetDisabledAsync(string name, bool isDisabled) => ChangeAsync(name, async (users, account) =>
    {
        if (isDisabled && await IsLastAdminAsync(users, account))
        {
            return Failed("The last administrator cannot be disabled.");
        }

        account.DisabledAt = isDisabled ? clock.GetUtcNow() : null;
        return await users.UpdateSecurityStampAsync(account);
    });

    public Task<IReadOnlyList<string>> ResetPasswordAsync(string name, string oneTimePassword) => ChangeAsync(name, async (users, account) =>
    {
        account.HasOneTimePassword = true;
        return await users.ResetPasswordAsync(account, await users.GeneratePasswordResetTokenAsync(account), oneTimePassword);
    });

    public Task<IReadOnlyList<string>> ChangePasswordAsync(string name, string current, string next) => ChangeAsync(name, async (users, account) =>
    {
        if (current == next)
        {
            return Failed("The new password is the old one: choose another.");
        }

        account.HasOneTimePassword = false;
        return await users.ChangePasswordAsync(account, current, next);
    });

    /// <summary>The account, or null where name or password is wrong or the account is disabled; takes the same time in every case.</summary>
    public async Task<Account?> FindAsync(string name, string password)
    {
        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        var account = await users.FindByNameAsync(name);
        if (account is null)
        {
            var nobody = New("nobody", Role.Viewer, hasOneTimePassword: false);
            users.PasswordHasher.HashPassword(nobody, password);
            return null;
        }

        var isRight = await users.CheckPasswordAsync(account, password);
        return isRight && account.DisabledAt is null ? account : null;
    }

    public async Task EndSessionAsync(string session, DateTimeOffset expiresAt)
    {
        await using (var scope = scopes.CreateAsyncScope())
        {
            var context = scope.ServiceProvider.GetRequiredService<AccountsContext>();
            var now = clock.GetUtcNow();
            await context.EndedSessions.Where(ended => ended.ExpiresAt < now || ended.Id == session).ExecuteDeleteAsync();
            context.EndedSessions.Add(new EndedSessionRow { Id = session, ExpiresAt = expiresAt });
            await context.SaveChangesAsync();
        }

        await roster.ReloadAsync(CancellationToken.None);
    }

    public void Dispose() => _changing.Dispose();

    private static IdentityResult Failed(string reason) => IdentityResult.Failed(new IdentityError { Code = "Refused", Description = reason });

    private static Task<bool> IsLastAdminAsync(UserManager<Account> users, Account account) =>
        account.Role != Policies.Admin
            ? Task.FromResult(false)
            : users.Users.AllAsync(other => other.Id == account.Id || other.Role != Policies.Admin || other.DisabledAt != null);

    private Account New(string name, Role role, bool hasOneTimePassword) => new()
    {
        UserName = name,
        Role = Policies.NameOf(role),
        CreatedAt = clock.GetUtcNow(),
        HasOneTimePassword = hasOneTimePassword,
    };

    private Task<IReadOnlyList<string>> ChangeAsync(string name, Func<UserManager<Account>, Account, Task<IdentityResult>> change) =>
        ChangeAsync(async users => await users.FindByNameAsync(name) is { } account
            ? await change(users, account)
            : Failed($"There is no user named {name}."));

    // One change at a time: "is there an administrator already" and adding one must not be interleaved.
    private async Task<IReadOnlyList<string>> ChangeAsync(Func<UserManager<Account>, Task<IdentityResult>> change)
    {
        await _changing.WaitAsync();
        try
        {
            IdentityResult result;
            await using (var scope = scopes.CreateAsyncScope())
            {
                result = await change(scope.ServiceProvider.GetRequiredService<UserManager<Account>>());
            }

            await roster.ReloadAsync(CancellationToken.None);
            return [.. result.Errors.Select(error => error.Description)];
        }
        finally
        {
            _changing.Release();
        }
    }
}
