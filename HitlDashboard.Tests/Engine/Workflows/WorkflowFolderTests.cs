using HitlDashboard.Engine.Workflows;
using HitlDashboard.Tests.Support;

namespace HitlDashboard.Tests.Engine.Workflows;

/// <summary>The folder and what is saved otherwise: whoever changed the text last has the current version, also over restarts.</summary>
public sealed class WorkflowFolderTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private EngineHarness _engine = null!;

    public async Task InitializeAsync()
    {
        Write("letter", "one");
        _engine = await EngineHarness.StartAsync(options: options => options with { WorkflowsDirectory = _folder.Path });
    }

    public async Task DisposeAsync()
    {
        await _engine.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Restart_AfterAVersionWasSavedOtherwise_KeepsIt()
    {
        await _engine.SaveAsync(Text("letter", "two"));

        await _engine.RestartAsync();
        Assert.Equal("two", await TitleAsync("letter"));

        // What was there at the start is read once more before what comes later.
        Write("other", "any");
        await Eventually.IsTrueAsync(async () => await TitleAsync("other") == "any", "the folder is watched");
        Assert.Equal("two", await TitleAsync("letter"));
    }

    [Fact]
    public async Task ChangedFile_AfterAVersionWasSavedOtherwise_IsTaken()
    {
        await _engine.SaveAsync(Text("letter", "two"));

        await _engine.RestartAsync(() => Write("letter", "three"));
        Assert.Equal("three", await TitleAsync("letter"));

        await _engine.SaveAsync(Text("letter", "four"));
        await _engine.RestartAsync();
        Assert.Equal("four", await TitleAsync("letter"));
        Write("letter", "one");
        await Eventually.IsTrueAsync(async () => await TitleAsync("letter") == "one", "an older text is a change, too");
    }

    [Fact]
    public async Task File_WithTheTextThatWasSavedOtherwise_IsNoNewsLater()
    {
        await _engine.SaveAsync(Text("letter", "two"));
        await _engine.RestartAsync(() => Write("letter", "two"));

        await _engine.SaveAsync(Text("letter", "three"));
        await _engine.RestartAsync();

        Assert.Equal("three", await TitleAsync("letter"));
    }

    [Fact]
    public async Task File_ThatWasBroken_IsTakenOnceItIsMended()
    {
        await _engine.RestartAsync(() => File.WriteAllText(_folder.File("letter.yaml"), "name: letter\n"));
        Assert.NotEmpty((await _engine.Get<WorkflowQueries>().GetAsync("letter"))!.Summary.Errors);

        await _engine.RestartAsync(() => Write("letter", "one"));

        Assert.Empty((await _engine.Get<WorkflowQueries>().GetAsync("letter"))!.Summary.Errors);
    }

    private async Task<string?> TitleAsync(string name) => (await _engine.Get<WorkflowQueries>().GetAsync(name))?.Summary.Title;

    private void Write(string name, string title) => File.WriteAllText(_folder.File(name + ".yaml"), Text(name, title));

    private static string Text(string name, string title) => $"name: {name}\ntitle: {title}\nsteps:\n  - {{ id: a, uses: set, with: {{ x: 1 }} }}\n";
}
