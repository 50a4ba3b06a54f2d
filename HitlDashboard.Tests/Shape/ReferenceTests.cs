using Xunit;

namespace HitlDashboard.Tests.Shape;

public sealed class ReferenceTests
{
    [Fact]
    public void Product_EveryFile_UsesOnlyWhatItMay() =>
        Findings.None(SourceTree.Product.SelectMany(ReferenceRules.Violations));

    [Fact]
    public void Engine_EveryFile_KnowsNoWebFramework() =>
        Findings.None(SourceTree.Product.Where(file => file.Project == "HitlDashboard.Engine").SelectMany(WebFramework));

    [Fact]
    public void Rules_Followed_NeverLeadInACircle()
    {
        var finished = new HashSet<string>(StringComparer.Ordinal);

        foreach (var folder in ReferenceRules.Engine.Keys)
        {
            Visit(folder, []);
        }

        Assert.Equal(ReferenceRules.Engine.Count, finished.Count);

        void Visit(string folder, IReadOnlyList<string> path)
        {
            Assert.DoesNotContain(folder, path);
            Array.ForEach(ReferenceRules.Engine[folder], used => Visit(used, [.. path, folder]));
            finished.Add(folder);
        }
    }

    [Theory]
    [InlineData("HitlDashboard.Engine/Definitions/X.cs", "using HitlDashboard.Engine.Lifecycle;", "Lifecycle")]
    [InlineData("HitlDashboard.Engine/Runs/X.cs", "using HitlDashboard.Engine.Reviews;", "Reviews")]
    [InlineData("HitlDashboard.Engine/Runs/X.cs", "var x = new HitlDashboard.Engine.Reviews.DecideReview();", "Reviews")]
    [InlineData("HitlDashboard.Engine/Ledger/X.cs", "using HitlDashboard.Live;", "web Live")]
    [InlineData("HitlDashboard/Inbox/X.razor", "@using HitlDashboard.Engine.Persistence.Rows", "Engine.Persistence")]
    [InlineData("HitlDashboard/Wall/X.cs", "using HitlDashboard.Engine.Ledger;", "Engine.Ledger")]
    [InlineData("HitlDashboard/Ui/X.cs", "using HitlDashboard.Inbox;", "Inbox")]
    [InlineData("HitlDashboard/Cellar/X.cs", "", "no rule")]
    public void Violations_PlantedReference_IsFound(string path, string text, string found) =>
        Assert.Contains(ReferenceRules.Violations(new SourceFile(path, text)), line => line.Contains(found, StringComparison.Ordinal));

    [Theory]
    [InlineData("HitlDashboard.Engine/Runs/X.cs", "using HitlDashboard.Engine.Ledger;\nnamespace HitlDashboard.Engine.Runs;")]
    [InlineData("HitlDashboard.Engine/EngineServices.cs", "using HitlDashboard.Engine.Reviews;")]
    [InlineData("HitlDashboard/Workflows/X.cs", "using HitlDashboard.Engine.Runs;")]
    public void Violations_AllowedReference_IsSilent(string path, string text) =>
        Assert.Empty(ReferenceRules.Violations(new SourceFile(path, text)));

    private static IEnumerable<string> WebFramework(SourceFile file) =>
        file.Text.Contains("Microsoft.AspNetCore", StringComparison.Ordinal) ? [$"{file.Path} names the web framework"] : [];
}
