using HitlDashboard.Tests.Shape;
using Microsoft.Playwright;

namespace HitlDashboard.Tests.Browser;

/// <summary>Screenshots for people to look at: <c>artifacts/screens/page-state-theme-size.png</c>.</summary>
internal static class Screens
{
    private static string Folder { get; } = Directory.CreateDirectory(Path.Combine(SourceTree.Root, "artifacts", "screens")).FullName;

    public static async Task TakeAsync(IPage page, string name, string state, View view)
    {
        var path = Path.Combine(Folder, $"{name}-{state}-{view}.png");
        await page.ScreenshotAsync(new() { Path = path, Animations = ScreenshotAnimations.Disabled });
    }
}
