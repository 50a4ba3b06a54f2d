namespace HitlDashboard.CommandLine;

/// <summary>What the program tells scripts.</summary>
internal static class ExitCodes
{
    public const int Done = 0;
    public const int Refused = 1;
    public const int WrongUsage = 2;
    public const int NotReachable = 3;
}
