namespace HitlDashboard.Engine.Definitions;

/// <summary>One named lock that a step needs. Names are the engine's: every run of every workflow means the same lock by the same name.</summary>
/// <param name="Name">1 to 64 characters.</param>
/// <param name="Mode">Who else may hold it meanwhile.</param>
/// <param name="Slots">How many slots are taken where the mode is Slots; 1 otherwise.</param>
/// <param name="Capacity">How many slots there are, as the file says; 1 where it does not say.</param>
public sealed record ResourceClaim(string Name, ResourceMode Mode, int Slots, int Capacity);

/// <summary>Who else may hold a lock meanwhile.</summary>
public enum ResourceMode
{
    /// <summary>Nobody.</summary>
    Exclusive,

    /// <summary>Others that share it too.</summary>
    Shared,

    /// <summary>Others that take slots of it, as long as there are enough.</summary>
    Slots,
}

/// <summary>How much of one kind may be under way at once.</summary>
/// <param name="Group">A name of the engine: the same in every workflow that uses it.</param>
/// <param name="Max">1 to 1,000. Where files disagree about a group, each is held to its own.</param>
public sealed record ConcurrencyLimit(string Group, int Max);
