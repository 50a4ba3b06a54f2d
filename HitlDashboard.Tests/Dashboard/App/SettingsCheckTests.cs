using HitlDashboard.App;
using HitlDashboard.Settings;
using HitlDashboard.Tests.Support;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace HitlDashboard.Tests.Dashboard.App;

public sealed class SettingsCheckTests
{
    private static readonly string Home = Path.GetTempPath();

    [Fact]
    public void Read_Nothing_GivesTheDefaults()
    {
        var settings = Read([]);

        Assert.Equal(Path.Combine(Home, "data"), settings.DataDirectory);
        Assert.Equal((32, false, 200), (settings.MaxConcurrency, settings.Http.AllowPrivateNetworks, settings.Api.RequestsPerSecond));
        Assert.Null(settings.Webhook);
    }

    [Fact]
    public void Read_RelativeAndAbsolutePaths_StartAtHomeOrStay()
    {
        var settings = Read(new() { ["Storage:Directory"] = "elsewhere/data", ["Workflows:Directory"] = "/srv/workflows" });

        Assert.Equal((Path.Combine(Home, "elsewhere/data"), "/srv/workflows"), (settings.DataDirectory, settings.WorkflowsDirectory));
    }

    [Theory]
    [InlineData("Storage:Provider", "PostgreSql", "cannot use yet")]
    [InlineData("Storage:Provider", "Oracle", "set it to Sqlite")]
    [InlineData("Engine:MaxConcurrency", "0", "from 1 to 1000")]
    [InlineData("Engine:MaxConcurrency", "1001", "from 1 to 1000")]
    [InlineData("Http:AllowPrivateNetworks", "maybe", "true or false")]
    [InlineData("Llm:Endpoint", "file:///etc/passwd", "http:// or https://")]
    [InlineData("Notifications:Webhook:Url", "nowhere", "http:// or https://")]
    [InlineData("Notifications:Webhok:Url", "https://example.com", "did you mean Notifications:Webhook:Url?")]
    [InlineData("Process:Alowed:0", "git", "did you mean Process:Allowed?")]
    [InlineData("Bootstrap:ApiKey", "too-short", "at least 32")]
    [InlineData("Bootstrap:AdminPassword", "too-short", "at least 12")]
    [InlineData("Secrets:TOKEN", "shorty", "at least 8")]
    [InlineData("Secrets:my token", "long-enough", "no definition can write")]
    [InlineData("Secrets:A:B", "long-enough", "no definition can write")]
    [InlineData("SecretFiles:Directory", "no/such/folder", "is no folder")]
    [InlineData("Audit:AnchorMinutes", "0", "from 1 to 1440")]
    [InlineData("Audit:KeyFil", "a", "did you mean Audit:KeyFile?")]
    [InlineData("Audit:KeyFile", "a\0b", "is no path")]
    [InlineData("urls", "localhost", "is no address")]
    [InlineData("Http:AllowedHosts:0", "intranet.example", "write host:port")]
    [InlineData("Http:AllowedHosts:0", "https://intranet.example", "write host:port")]
    [InlineData("Http:AllowedHosts:0", "https://intranet.example:443", "write host:port")]
    [InlineData("Http:AllowedHosts:0", "intranet.example:99999", "write host:port")]
    [InlineData("Storage:ConnectionString", "Host=db", "set Storage:Directory")]
    [InlineData("Notifications:Webhook:Secret", "some-secret", "set both, or none")]
    [InlineData("Storage:Nonsense:Deeper", "x", "is unknown")]
    public void Read_WrongValue_SaysWhatToWrite(string key, string value, string expected)
    {
        var refusal = Assert.Throws<StartRefusedException>(() => Read(new() { [key] = value }));

        Assert.Contains(expected, Assert.Single(refusal.Reasons), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WrongSecret_IsNotRepeated()
    {
        var refusal = Assert.Throws<StartRefusedException>(() => Read(new() { ["Bootstrap:ApiKey"] = "my-secret" }));

        Assert.DoesNotContain("my-secret", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Secrets_AreTakenByName()
    {
        var settings = Read(new() { ["Secrets:DEPLOY_TOKEN"] = "long-enough", ["Secrets:UNSET"] = "" });

        Assert.Equal(("DEPLOY_TOKEN", "long-enough"), Assert.Single(settings.Secrets.Select(pair => (pair.Key, pair.Value))));
        Assert.DoesNotContain("long-enough", settings.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("BROWSER")]
    [InlineData("HTTP")]
    [InlineData("Storage")]
    public void Read_BareNameOfASection_IsMeantForOtherPrograms_ExceptInAFile(string name)
    {
        Assert.Null(Read(new() { [name] = "/usr/bin/firefox" }).BrowserExecutable);
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("appsettings.json"), $$"""{ "{{name}}": "/usr/bin/firefox" }""");

        var refusal = Assert.Throws<StartRefusedException>(() => new SettingsCheck(new ConfigurationBuilder().AddJsonFile(folder.File("appsettings.json")).Build(), Home).Read());

        Assert.Contains("is unknown", Assert.Single(refusal.Reasons), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WebhookSecretThatIsNotBase64_SaysSoWithoutRepeatingIt()
    {
        var refusal = Assert.Throws<StartRefusedException>(() => Read(new() { ["Notifications:Webhook:Url"] = "https://example.com", ["Notifications:Webhook:Secret"] = "whsec_not base64!" }));

        Assert.Contains("not base64", Assert.Single(refusal.Reasons), StringComparison.Ordinal);
        Assert.DoesNotContain("not base64!", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("intranet.example:443")]
    [InlineData("10.0.0.1:8080")]
    [InlineData("[::1]:8080")]
    public void Read_AllowedHostWithItsPort_IsTaken(string host) => Assert.Equal([host], Read(new() { ["Http:AllowedHosts:0"] = host }).Http.AllowedHosts);

    [Fact]
    public void Read_WebhookSecret_IsTakenInBothForms()
    {
        foreach (var secret in new[] { "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "any other text" })
        {
            Assert.Equal(secret, Read(new() { ["Notifications:Webhook:Url"] = "https://example.com", ["Notifications:Webhook:Secret"] = secret }).Webhook!.Secret);
        }
    }

    [Fact]
    public void Read_SeveralMistakes_ListsEveryOne()
    {
        var refusal = Assert.Throws<StartRefusedException>(() => Read(new()
        {
            ["Storage:Provider"] = "Oracle", ["Engine:MaxConcurrency"] = "x", ["Http:AllowPrivateNetworks"] = "x", ["Llm:Modell"] = "x",
        }));

        Assert.Equal(4, refusal.Reasons.Count);
    }

    [Fact]
    public void Read_TheShippedFile_IsValid()
    {
        var configuration = new ConfigurationBuilder().AddJsonFile(Path.Combine(HomeFolder.Find(), "appsettings.json")).Build();

        var settings = new SettingsCheck(configuration, HomeFolder.Find()).Read();

        Assert.Contains("git", settings.AllowedPrograms);
    }

    private static DashboardSettings Read(Dictionary<string, string?> values) =>
        new SettingsCheck(new ConfigurationBuilder().AddInMemoryCollection(values).Build(), Home).Read();
}
