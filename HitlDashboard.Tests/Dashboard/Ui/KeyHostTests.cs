using Bunit;
using HitlDashboard.Ui.Keys;
using Xunit;

namespace HitlDashboard.Tests.Dashboard.Ui;

public sealed class KeyHostTests : BunitContext
{
    [Fact]
    public void Render_Always_ShowsEveryCommandOnTheSheet()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;

        var sheet = Render<KeyHost>();

        Assert.Equal(Keymap.All.Select(command => command.Label).Order(), sheet.FindAll("dt").Select(label => label.TextContent).Order());
    }

    [Fact]
    public async Task DisposeAsync_AfterStart_StopsTheListener()
    {
        var module = JSInterop.SetupModule("/js/keys.js");
        module.SetupVoid("start", _ => true).SetVoidResult();
        module.SetupVoid("stop").SetVoidResult();
        Render<KeyHost>();

        await DisposeComponentsAsync();

        Assert.Single(module.Invocations["start"]);
        Assert.Single(module.Invocations["stop"]);
    }
}
