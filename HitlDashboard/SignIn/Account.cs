using Microsoft.AspNetCore.Identity;

namespace HitlDashboard.SignIn;

/// <summary>A person who may sign in.</summary>
internal sealed class Account : IdentityUser
{
    /// <summary>The role's name as <see cref="Policies.NameOf"/> gives it.</summary>
    public required string Role { get; set; }

    public required DateTimeOffset CreatedAt { get; set; }

    /// <summary>Since when sign-in is refused; null while it is allowed.</summary>
    public DateTimeOffset? DisabledAt { get; set; }

    /// <summary>The password was given by an administrator and works for choosing another one only.</summary>
    public bool HasOneTimePassword { get; set; }
}
