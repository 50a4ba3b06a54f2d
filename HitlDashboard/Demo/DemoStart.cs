using System.Text.Json;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Demo;

/// <summary>One run that the demo starts.</summary>
/// <param name="Workflow">The sample's name.</param>
/// <param name="Title">What the run is called.</param>
/// <param name="Input">Its input.</param>
/// <param name="Pause">How long until the next one.</param>
internal sealed record DemoStart(string Workflow, string Title, JsonElement Input, TimeSpan Pause)
{
    private static readonly string[] Spans = ["1 week ago", "1 month ago", "3 days ago", "3 months ago", "2 weeks ago", "1 year ago"];

    /// <summary>The demo's run with this number, from 0: mostly notes and pages in turn, an audit now and then, 20 to 40 s apart.</summary>
    /// <param name="number">How many were started before.</param>
    /// <param name="page">A page to watch: the dashboard's own.</param>
    public static DemoStart Of(int number, Uri page)
    {
        var pause = TimeSpan.FromSeconds(20 + (number * 7 % 21));
        if (number % 8 == 3)
        {
            return new DemoStart("dependency-audit", "Audit of this dashboard's packages", EngineJson.Empty, pause);
        }

        var span = Spans[number / 2 % Spans.Length];
        return number % 2 == 0
            ? new DemoStart("release-notes", $"Release notes since {span}", EngineJson.From(new { since = span }), pause)
            : new DemoStart("page-watch", "Watch the sign-in page", EngineJson.From(new { url = page, name = "sign-in" }), pause);
    }
}
