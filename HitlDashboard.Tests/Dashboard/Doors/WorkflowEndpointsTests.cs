using Xunit;

namespace HitlDashboard.Tests.Dashboard.Doors;

public sealed class WorkflowEndpointsTests(DoorsFixture doors) : IClassFixture<DoorsFixture>
{
    private const string Broken = "name: note\ntitle: Broken\nsteps:\n  - id: a\n    uses: set\n    with: {}\n    needs: [nothing]\n    revew: {}\n";

    [Fact]
    public async Task Get_Workflow_ShowsSchemaGraphAndVersions()
    {
        var workflow = (await doors.Viewer.GetAsync("/api/workflows/note")).Is(200).Json;

        Assert.Equal(("note", "Note", "object"), (workflow.Text("name"), workflow.Text("title"), workflow.GetProperty("inputSchema").Text("type")));
        Assert.Empty(workflow.Items("errors"));
        Assert.Equal(workflow.Text("version"), workflow.Items("versions")[0].Text("version"));
        Assert.True(workflow.GetProperty("graph").GetProperty("steps")[0].GetProperty("asksPeople").GetBoolean());
        (await doors.Viewer.GetAsync("/api/workflows/nothing")).Refuses(404, "not-found");
    }

    [Fact]
    public async Task Put_ChangedText_MakesANewVersion()
    {
        var first = (await doors.Admin.PutYamlAsync("/api/workflows/fresh", DoorsFixture.Echo.Replace("name: echo", "name: fresh"))).Is(200).Json;
        var again = (await doors.Admin.PutYamlAsync("/api/workflows/fresh", DoorsFixture.Echo.Replace("name: echo", "name: fresh"))).Is(200).Json;
        var second = (await doors.Admin.PutYamlAsync("/api/workflows/fresh", DoorsFixture.Echo.Replace("name: echo", "name: fresh").Replace("Echo", "Fresher"))).Is(200).Json;

        Assert.Equal(first.Text("version"), again.Text("version"));
        Assert.NotEqual(first.Text("version"), second.Text("version"));
        Assert.Equal((2, "Fresher"), (second.Items("versions").Count, second.Text("title")));
    }

    [Fact]
    public async Task Put_BrokenText_TellsEveryError()
    {
        var problem = (await doors.Admin.PutYamlAsync("/api/workflows/note", Broken)).Refuses(422, "invalid-definition");

        var errors = problem.Items("errors");
        Assert.True(errors.Count >= 2, problem.GetRawText());
        Assert.All(errors, error => Assert.True(error.GetProperty("line").GetInt32() > 3 && error.GetProperty("column").GetInt32() > 0 && error.Text("message").Length > 0));
        Assert.Equal("Note", (await doors.Viewer.GetAsync("/api/workflows/note")).Json.Text("title"));
    }

    [Fact]
    public async Task Put_OtherName_IsRefused() =>
        Assert.Equal("name", (await doors.Admin.PutYamlAsync("/api/workflows/other", DoorsFixture.Echo)).Refuses(422, "invalid-definition").Items("errors")[0].Text("path"));

    [Fact]
    public async Task Put_NotText_IsRefused()
    {
        using var bytes = new ByteArrayContent([0xff, 0xfe, 0x00]);

        (await doors.Admin.SendAsync(HttpMethod.Put, "/api/workflows/note", bytes)).Refuses(400, "invalid-request");
    }

    [Fact]
    public async Task Validate_Texts_SavesNothing()
    {
        var valid = (await doors.Viewer.PostYamlAsync("/api/workflows/validate", DoorsFixture.Echo.Replace("name: echo", "name: unsaved"))).Is(200).Json;
        (await doors.Viewer.PostYamlAsync("/api/workflows/validate", Broken)).Refuses(422, "invalid-definition");

        Assert.True(valid.GetProperty("valid").GetBoolean());
        Assert.Equal("say", valid.GetProperty("graph").GetProperty("steps")[0].Text("id"));
        (await doors.Viewer.GetAsync("/api/workflows/unsaved")).Refuses(404, "not-found");
    }

    [Fact]
    public async Task DryRun_Script_ShowsCardsAndStartsNothing()
    {
        var played = (await doors.Operator.PostAsync("/api/workflows/note/dry-run", new { input = new { text = "dry" }, decisions = new { draft = "reject" } })).Is(200).Json;

        Assert.Equal(("Failed", "Rejected"), (played.Text("state"), played.Items("tasks")[0].Text("resolution")));
        var card = Assert.Single(played.Items("cards"));
        Assert.Equal(("Check dry", "high", "markdown", "reject"), (card.Text("title"), card.Text("risk"), card.Text("kind"), card.Text("decision")));
        Assert.Empty((await doors.Viewer.GetAsync("/api/runs?workflow=note&search=dry")).Is(200).Json.Items());
        (await doors.Operator.PostAsync("/api/workflows/note/dry-run", new { input = new { text = 1 } })).Refuses(422, "invalid-input");
        (await doors.Operator.PostAsync("/api/workflows/note/dry-run", new { decisions = new { nothing = "approve" } })).Refuses(422, "invalid-script");
    }

    [Fact]
    public async Task Schema_WithoutAKey_IsThatOfTheFormat()
    {
        using var client = doors.Server.Anonymous();

        Assert.Equal(HitlDashboard.Engine.Definitions.WorkflowSchema.Text, await client.GetStringAsync(new Uri("/schemas/workflow.json", UriKind.Relative)));
    }

    [Fact]
    public async Task List_Pages_AreByName()
    {
        var first = (await doors.Viewer.GetAsync("/api/workflows?limit=1")).Is(200).Json;
        var second = (await doors.Viewer.GetAsync("/api/workflows?limit=200&cursor=" + first.Text("next"))).Is(200).Json;

        Assert.Equal("echo", first.Items()[0].Text("name"));
        Assert.Contains(second.Items(), workflow => workflow.Text("name") == "note");
        Assert.DoesNotContain(second.Items(), workflow => workflow.Text("name") == "echo");
    }
}
