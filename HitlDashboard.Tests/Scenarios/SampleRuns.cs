using HitlDashboard.Engine.Activities;
using HitlDashboard.Tests.Shape;
using HitlDashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace HitlDashboard.Tests.Scenarios;

/// <summary>The sample files on a real engine.</summary>
internal static class SampleRuns
{
    /// <summary>With the repository as its home, as a server has that was started from it.</summary>
    public static Task<EngineHarness> StartAsync(Action<IServiceCollection>? more = null) => EngineHarness.StartAsync(services =>
    {
        services.AddSingleton(new ProcessOptions { Home = SourceTree.Root });
        more?.Invoke(services);
    });

    public static Task SaveSampleAsync(this EngineHarness engine, string name) =>
        engine.SaveAsync(File.ReadAllText(Path.Combine(SourceTree.Root, "workflows", name + ".yaml")));

    public static string Published(this EngineHarness engine, string workflow, string file) =>
        File.ReadAllText(Path.Combine(engine.Folder, "published", workflow, file));
}
