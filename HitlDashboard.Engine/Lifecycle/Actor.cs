namespace HitlDashboard.Engine.Lifecycle;

/// <summary>Who does something: a person, a program with an API key, or the engine itself.</summary>
/// <param name="Name">The user's or key's name as the history shows it, 1 to 100 characters.</param>
/// <param name="Role">What they may do; checked in the ledger.</param>
/// <param name="Kind">A person, a key or the engine.</param>
public sealed record Actor(string Name, Role Role, ActorKind Kind = ActorKind.User)
{
    /// <summary>The engine itself: planner, timers, rescuer.</summary>
    public static Actor Engine { get; } = new("engine", Role.Admin, ActorKind.Engine);

    /// <summary>The person whom a key belongs to, or null where that is not known or the actor is no key.</summary>
    public string? Owner { get; init; }

    /// <summary>Whom quorum and separation of duties count: a key is the person whom it belongs to.</summary>
    public string Person => Owner ?? Name;
}

/// <summary>What kind of actor acts.</summary>
public enum ActorKind
{
    /// <summary>A signed-in person.</summary>
    User,

    /// <summary>A program with an API key.</summary>
    ApiKey,

    /// <summary>The engine itself.</summary>
    Engine,
}

/// <summary>Roles, each including the ones before it except <see cref="Worker"/>, which stands apart.</summary>
public enum Role
{
    /// <summary>A machine that leases tasks; may do nothing else.</summary>
    Worker,

    /// <summary>Reads.</summary>
    Viewer,

    /// <summary>Starts, cancels and retries runs; cannot decide.</summary>
    Operator,

    /// <summary>Decides.</summary>
    Supervisor,

    /// <summary>Users, keys, settings.</summary>
    Admin,
}
