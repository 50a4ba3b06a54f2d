using System.Globalization;

namespace HitlDashboard.Tests.Support;

/// <summary>
/// Where a random test begins. Always the same, so that whoever changed nothing sees nothing new; <c>HITL_SEED=random</c> looks further, and
/// <c>HITL_SEED=number</c> repeats what was printed.
/// </summary>
internal static class Chance
{
    public static int Seed { get; } = Environment.GetEnvironmentVariable("HITL_SEED") switch
    {
        null or "" => 7,
        "random" => Random.Shared.Next(1_000_000),
        var number => int.Parse(number, CultureInfo.InvariantCulture),
    };
}
