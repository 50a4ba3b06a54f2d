using System.Text;
using HitlDashboard.Engine.Activities.Secrets;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Tests.Support;

namespace HitlDashboard.Tests.Engine.Activities;

public sealed class RedactionTests
{
    private static readonly SecretStore Store = new(new SecretOptions
    {
        Values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["A"] = "pass word/ü&1", ["KEY"] = "-----BEGIN-----\nabcdefghij\n-----END-----", ["PIN"] = "1234567890" },
    });

    private readonly Redaction _redaction = new(Store);

    [Theory]
    [InlineData("x pass word/ü&1 y", "x [secret A] y")]
    [InlineData("pass%20word%2F%C3%BC%261", "[secret A]")]
    [InlineData("pass%20word%2f%c3%bc%261", "[secret A]")]
    [InlineData("pass+word%2F%C3%BC%261", "[secret A]")]
    [InlineData("pass word/&#252;&amp;1", "[secret A]")]
    [InlineData("line\nabcdefghij\nline", "line\n[secret KEY]\nline")]
    [InlineData("nothing of it", "nothing of it")]
    public void Of_Text_HasNoValue(string text, string expected) => Assert.Equal(expected, _redaction.Of(text));

    [Theory]
    [InlineData("")]
    [InlineData("u")]
    [InlineData("us")]
    [InlineData("use")]
    public void Of_Base64WithAnythingBefore_HasNoValue(string before)
    {
        var text = Convert.ToBase64String(Encoding.UTF8.GetBytes(before + "pass word/ü&1"));

        Assert.Contains("[secret A]", _redaction.Of(text), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_Json_ReplacesNamesTextsAndNumbers()
    {
        var value = EngineJson.Parse("""{"a":["pass word/\u00fc&1",1234567890,true,null],"abcdefghij":{"b":1.5}}""");

        Assert.Equal("""{"a":["[secret A]","[secret PIN]",true,null],"[secret KEY]":{"b":1.5}}""", _redaction.Of(value).GetRawText());
    }

    [Fact]
    public void Of_Bytes_ReplacesEveryOne()
    {
        var bytes = Encoding.UTF8.GetBytes("1234567890-1234567890\0");

        Assert.Equal("[secret PIN]-[secret PIN]\0", Encoding.UTF8.GetString(_redaction.Of(bytes.AsMemory()).Span));
    }

    [Fact]
    public void Find_FileThatChanges_GivesTheNewOne_AndKeepsTheOldOneOut()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("ROTATED"), "first-value\n");
        var store = new SecretStore(new SecretOptions { Directory = folder.File("") });
        Assert.Equal("first-value", store.Find("ROTATED", out _));

        File.WriteAllText(folder.File("ROTATED"), "second-value\r\n");

        Assert.Equal("second-value", store.Find("ROTATED", out _));
        Assert.Equal("[secret ROTATED] [secret ROTATED]", new Redaction(store).Of("first-value second-value"));
    }

    [Theory]
    [InlineData("../ROTATED")]
    [InlineData("a/b")]
    [InlineData("")]
    public void Find_NameThatIsAPath_IsRefused(string name)
    {
        Assert.Null(Store.Find(name, out var problem));
        Assert.NotNull(problem);
    }
}
