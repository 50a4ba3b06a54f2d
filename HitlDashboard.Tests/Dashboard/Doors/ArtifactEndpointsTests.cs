using Xunit;

namespace HitlDashboard.Tests.Dashboard.Doors;

public sealed class ArtifactEndpointsTests(DoorsFixture doors) : IClassFixture<DoorsFixture>
{
    private const string Page = """
        name: page
        steps:
          - id: write
            uses: template
            with: { template: "<script>{{input.text}}</script>", file: page.html, format: html }
        """;

    [Fact]
    public async Task Get_Artifact_IsHandedOutButNeverRun()
    {
        (await doors.Admin.PutYamlAsync("/api/workflows/page", Page)).Is(200);
        var run = (await doors.Operator.PostAsync("/api/workflows/page/runs?waitSeconds=30", new { input = new { text = "hi" } })).Is(201).Json;
        var artifact = Assert.Single(run.Items("artifacts"));

        var answer = (await doors.Viewer.GetAsync("/api/artifacts/" + artifact.Text("id"))).Is(200);

        Assert.Equal("<script>hi</script>", answer.Body);
        Assert.Equal(("attachment", "page.html"), (answer.ContentHeaders.ContentDisposition!.DispositionType, answer.ContentHeaders.ContentDisposition.FileName));
        Assert.Equal(["nosniff"], answer.Headers.GetValues("X-Content-Type-Options"));
        Assert.Equal(["default-src 'none'; sandbox"], answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Equal($"\"{artifact.Text("sha256")}\"", answer.Headers.ETag!.Tag);
    }

    [Fact]
    public async Task Get_NoSuchArtifact_IsNotFound() => (await doors.Viewer.GetAsync("/api/artifacts/" + Guid.Empty)).Refuses(404, "not-found");
}
