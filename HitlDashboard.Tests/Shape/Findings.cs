using Xunit;

namespace HitlDashboard.Tests.Shape;

internal static class Findings
{
    /// <summary>Fails with every violation on a line of its own.</summary>
    public static void None(IEnumerable<string> violations)
    {
        var found = violations.ToList();
        Assert.True(found.Count == 0, $"{found.Count} violations:{Environment.NewLine}{string.Join(Environment.NewLine, found)}");
    }
}
