namespace HitlDashboard.Demo;

/// <summary>Where this very machine reaches what listens at an address.</summary>
internal static class OwnAddress
{
    private static readonly string[] Everywhere = ["*", "+", "0.0.0.0", "[::]"];

    /// <param name="url">As the settings have it: a host that means every address becomes localhost.</param>
    public static Uri Of(string url)
    {
        var host = Everywhere.FirstOrDefault(host => url.Contains($"://{host}", StringComparison.Ordinal));
        return new Uri(host is null ? url : url.Replace($"://{host}", "://localhost", StringComparison.Ordinal));
    }
}
