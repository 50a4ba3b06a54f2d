using HitlDashboard.App;
using HitlDashboard.Tests.Support;
using Xunit;

namespace HitlDashboard.Tests.Dashboard.App;

public sealed class HomeFolderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Find_BuildOutput_IsTheFolderOfTheSolution()
    {
        File.WriteAllText(_folder.File("HitlDashboard.sln"), "");
        var output = Directory.CreateDirectory(_folder.File("HitlDashboard/bin/Debug")).FullName;
        File.WriteAllText(Path.Combine(output, "HitlDashboard.staticwebassets.runtime.json"), "{}");

        Assert.Equal(_folder.Path, HomeFolder.Find(output));
    }

    [Fact]
    public void Find_PublishedBelowTheSolution_IsThePublishedFolder()
    {
        File.WriteAllText(_folder.File("HitlDashboard.sln"), "");
        var published = Directory.CreateDirectory(_folder.File("out")).FullName;

        Assert.Equal(published, HomeFolder.Find(published));
    }

    [Fact]
    public void Find_ThisBuild_HoldsTheSettings() =>
        Assert.True(File.Exists(Path.Combine(HomeFolder.Find(), "appsettings.json")));
}
