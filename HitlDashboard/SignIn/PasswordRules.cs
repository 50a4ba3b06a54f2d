using Microsoft.AspNetCore.Identity;

namespace HitlDashboard.SignIn;

/// <summary>12 to 128 characters, not the user's name, not one of the first that are tried. No rules about kinds of characters.</summary>
internal sealed class PasswordRules : IPasswordValidator<Account>
{
    public const int Shortest = 12;
    public const int Longest = 128;

    private static readonly string[] Common =
    [
        "password", "passwort", "qwerty", "qwertz", "letmein", "welcome", "admin", "administrator", "changeme", "iloveyou", "abc", "hitl", "hitldashboard", "dashboard", "secret",
    ];

    public Task<IdentityResult> ValidateAsync(UserManager<Account> manager, Account user, string? password)
    {
        var reason = Reason(user.UserName ?? "", password ?? "");
        return Task.FromResult(reason is null
            ? IdentityResult.Success
            : IdentityResult.Failed(new IdentityError { Code = "Password", Description = reason }));
    }

    private static string? Reason(string name, string password)
    {
        if (password.Length is < Shortest or > Longest)
        {
            return $"A password has {Shortest} to {Longest} characters.";
        }

        // "Password2026!" is "password" with trimmings.
        var letters = new string([.. password.Where(char.IsLetter)]);
        var isCommon = Common.Contains(letters, StringComparer.OrdinalIgnoreCase) || password.Distinct().Count() < 5;
        var isName = letters.Length > 0 && name.Equals(letters, StringComparison.OrdinalIgnoreCase);
        return isCommon || isName ? "This password is among the first that are tried: choose another." : null;
    }
}
