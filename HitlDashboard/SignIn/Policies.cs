using HitlDashboard.Engine.Lifecycle;
using Microsoft.AspNetCore.Authorization;

namespace HitlDashboard.SignIn;

/// <summary>One policy per role, met by that role and those above it: viewer, operator, supervisor, admin. Worker stands apart.</summary>
internal static class Policies
{
    public const string Viewer = "viewer";
    public const string Operator = "operator";
    public const string Supervisor = "supervisor";
    public const string Admin = "admin";
    public const string Worker = "worker";

    public static string NameOf(Role role) => role switch
    {
        Role.Worker => Worker,
        Role.Viewer => Viewer,
        Role.Operator => Operator,
        Role.Supervisor => Supervisor,
        Role.Admin => Admin,
    };

    public static Role? RoleOf(string? name) => name switch
    {
        Worker => Role.Worker,
        Viewer => Role.Viewer,
        Operator => Role.Operator,
        Supervisor => Role.Supervisor,
        Admin => Role.Admin,
        _ => null,
    };

    public static void Add(AuthorizationOptions options)
    {
        foreach (var least in Enum.GetValues<Role>())
        {
            var enough = Enum.GetValues<Role>().Where(role => Includes(role, least)).Select(NameOf);
            options.AddPolicy(NameOf(least), policy => policy.RequireAuthenticatedUser().RequireRole(enough));
        }

        // Whatever forgets to say who may use it is for people and keys with some role, never for anybody.
        options.DefaultPolicy = options.GetPolicy(Viewer)!;
        options.FallbackPolicy = options.DefaultPolicy;
    }

    /// <summary>Whether a role may do what another may. A worker may do nothing else, and nobody else may do a worker's work.</summary>
    public static bool Includes(Role role, Role least) =>
        role == Role.Worker || least == Role.Worker ? role == least : role >= least;
}
