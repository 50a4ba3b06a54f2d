using Bunit;
using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Tests.Support;
using HitlDashboard.Workflows;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace HitlDashboard.Tests.Dashboard.Workflows;

/// <summary>Pages about a workflow that writes release notes.</summary>
internal static class NotesPages
{
    public static readonly WorkflowDefinition Notes = Samples.Workflow("release-notes", Samples.Step("plan"), Samples.Step("draft", "plan")) with
    {
        Description = "Writes notes.",
        Source = "name: release-notes\nsteps:\n  - id: plan\n",
        Input = EngineJson.Parse("""{ "type": "object", "required": ["repository"], "properties": { "repository": { "type": "string", "minLength": 3, "description": "Which one." } } }"""),
    };

    public static PageBench Filled()
    {
        var bench = new PageBench();
        bench.Fill(Notes, Samples.Row(Notes), Samples.Version(Notes));
        return bench;
    }

    public static IRenderedComponent<WorkflowPage> Open(PageBench bench, string name, string query = "")
    {
        bench.Services.GetRequiredService<NavigationManager>().NavigateTo($"/workflows/{name}{query}");
        return bench.Render<WorkflowPage>(parameters => parameters.Add(page => page.Name, name));
    }
}
