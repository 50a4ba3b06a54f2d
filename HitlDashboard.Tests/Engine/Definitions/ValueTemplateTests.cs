using System.Text.Json;
using HitlDashboard.Engine.Definitions;
using Xunit;

namespace HitlDashboard.Tests.Engine.Definitions;

public sealed class ValueTemplateTests
{
    private static readonly ValueScope Scope = Scopes.Of("""
        {
          "input": { "name": "Ada", "count": 3, "tags": ["a", "b"], "empty": [], "none": null, "html": "<b>&\"'</b>", "deep": { "list": [{ "text": "x" }] } },
          "steps": { "draft": { "output": { "items": [{ "text": "one", "ok": true }, { "text": "two", "ok": false }], "content-type": "t" }, "state": "Completed" } },
          "secrets": { "TOKEN": "s3cret" },
          "round": 1
        }
        """);

    [Theory]
    [InlineData("{{input.name}}", "\"Ada\"")]
    [InlineData("{{ input.count }}", "3")]
    [InlineData("{{input.tags}}", "[\"a\", \"b\"]")]
    [InlineData("{{input.none}}", "null")]
    [InlineData("{{context.name}}", "\"Ada\"")]
    [InlineData("{{steps.draft.output.items[1].text}}", "\"two\"")]
    [InlineData("{{steps.draft.output.items.0.ok}}", "true")]
    [InlineData("{{steps.draft.output[\"content-type\"]}}", "\"t\"")]
    [InlineData("{{steps.draft.output.content-type}}", "\"t\"")]
    [InlineData("{{secrets.TOKEN}}", "\"s3cret\"")]
    public void Render_ExactPath_KeepsType(string template, string expected) => Assert.Equal(expected, Compile(template).Render(Scope).GetRawText());

    [Theory]
    [InlineData("Hello {{input.name}}!", "Hello Ada!")]
    [InlineData("{{input.count}}{{input.tags}}", "3[\"a\", \"b\"]")]
    [InlineData("{{input.html}} stays", "<b>&\"'</b> stays")]
    [InlineData("{{{input.html}}}.", "<b>&\"'</b>.")]
    [InlineData("none: {{input.none}}", "none: ")]
    [InlineData("{{#if feedback}}said {{feedback}}{{/if}}.", ".")]
    [InlineData("{{#if input.name}}yes{{else}}no{{/if}}", "yes")]
    [InlineData("{{#unless input.empty}}empty{{/unless}}", "empty")]
    [InlineData("{{#each input.tags}}{{@index}}={{this}}{{#unless @last}}, {{/unless}}{{/each}}", "0=a, 1=b")]
    [InlineData("{{#each steps.draft.output.items}}{{#if ok}}{{text}} by {{input.name}}{{else}}-{{/if}}{{/each}}", "one by Ada-")]
    [InlineData("{{#each input.empty}}x{{else}}nothing{{/each}}", "nothing")]
    [InlineData("{{#each input.deep}}{{@key}}:{{json this}}{{/each}}", "list:[{ \"text\": \"x\" }]")]
    [InlineData("{{#when \"input.count > 2 && round == 1\"}}many{{else}}few{{/when}}", "many")]
    [InlineData("{{#each steps.draft.output.items}}{{#when \"ok && input.count == 3\"}}{{text}}{{/when}}{{/each}}", "one")]
    [InlineData("{{json input.name}} {{json input.deep}}", "\"Ada\" { \"list\": [{ \"text\": \"x\" }] }")]
    [InlineData("a {{default input.missing \"n/a\"}}", "a n/a")]
    [InlineData("a {{default input.none (json input.count)}}", "a 3")]
    [InlineData("{{truncate input.html 3}}.", "<b….")]
    [InlineData("{{truncate (default input.missing 'abc') 10}}.", "abc.")]
    [InlineData("\\{{input.name}} {{input.name}}", "{{input.name}} Ada")]
    [InlineData("C:\\\\{{input.name}}", "C:\\Ada")]
    [InlineData("{ {{input.name}} } {{! comment }}{{!-- }} --}}.", "{ Ada } .")]
    [InlineData("{\\{{#if input.name}} {", "{{{#if input.name}} {")]
    [InlineData("x  {{~#if input.name~}}  y  {{~/if~}}  z", "xyz")]
    [InlineData("x  {{input.name~}}  y  {{~input.count ~}}  z", "x  Aday3z")]
    public void RenderText_Template_GivesText(string template, string expected) => Assert.Equal(expected, Compile(template).RenderText(Scope));

    [Theory]
    [InlineData("{{input.missing}}", "input.missing")]
    [InlineData("a {{steps.draft.output.items[7].text}}", "steps.draft.output.items[7].text")]
    [InlineData("{{#each input.tags}}{{name}}{{/each}}", "name")]
    [InlineData("{{#each input.missing}}{{/each}}", "input.missing")]
    [InlineData("{{json input.missing}}", "input.missing")]
    [InlineData("{{input.name.Length}}", "input.name.Length")]
    [InlineData("a {{input.tags.Count}}", "input.tags.Count")]
    [InlineData("{{#each input.tags}}{{this.Length}}{{/each}}", "this.Length")]
    [InlineData("{{#each input.tags}}{{Render}}{{Render.Scope}}{{/each}}", "Render")]
    public void Render_MissingPath_NamesIt(string template, string path)
    {
        var exception = Assert.Throws<TemplateException>(() => Compile(template).Render(Scope));
        Assert.Contains($"'{path}' has no value", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{{input.name")]
    [InlineData("{{}} ")]
    [InlineData("{{#if input.name}}x")]
    [InlineData("{{#if input.name}}x{{/each}}")]
    [InlineData("{{/if}}")]
    [InlineData("{{else}}")]
    [InlineData("{{#if a}}{{else}}{{else}}{{/if}}")]
    [InlineData("{{> partial}}")]
    [InlineData("{{#with input}}{{/with}}")]
    [InlineData("{{jsn input.name}}")]
    [InlineData("{{input..name}}")]
    [InlineData("{{input[}}")]
    [InlineData("{{lookup input \"name\"}}")]
    [InlineData("{{truncate input.name}}")]
    [InlineData("{{truncate input.name 0}}")]
    [InlineData("{{json (input.name}}")]
    [InlineData("{{#when input.count}}{{/when}}")]
    [InlineData("{{#when \"input.count >\"}}{{/when}}")]
    [InlineData("{{\"open}}")]
    public void Compile_Malformed_Throws(string template) => Assert.Throws<TemplateException>(() => Compile(template));

    [Fact]
    public void Render_Object_FillsEveryString()
    {
        var template = ValueTemplate.Compile(Scopes.Json("""{"a":"{{input.count}}","b":["x","{{input.name}}!"],"c":{"{{d}}":1}}"""));
        Assert.Equal("""{"a":3,"b":["x","Ada!"],"c":{"{{d}}":1}}""", template.Render(Scope).GetRawText());
        Assert.Equal(["input.count", "input.name"], template.Paths);
        Assert.False(template.IsConstant);
    }

    [Fact]
    public void Render_Constant_IsTheSource()
    {
        var source = Scopes.Json("""{"a":[1,true,null,"x"]}""");
        var template = ValueTemplate.Compile(source);
        Assert.True(template.IsConstant);
        Assert.Equal(source.GetRawText(), template.Render(Scope).GetRawText());
    }

    [Fact]
    public void Paths_InsideEach_AreThoseThatAreNoElements()
    {
        var template = Compile("{{#each input.list}}{{name}}{{output}}{{steps.draft.output}}{{input.name}}{{/each}}{{#when \"round > 1\"}}{{/when}}");
        Assert.Equal(["input.list", "steps.draft.output", "input.name", "round"], template.Paths);
    }

    [Fact]
    public void Render_TooMuchText_Throws()
    {
        var scope = Scopes.Of($$"""{"input":{"text":"{{new string('x', 600_000)}}","list":[1,2] } }""");
        Assert.Throws<TemplateException>(() => Compile("{{input.text}}{{input.text}}").Render(scope));
        Assert.Throws<TemplateException>(() => Compile("{{#each input.list}}{{input.text}}{{/each}}").Render(scope));
    }

    [Fact]
    public void Render_NestedEachOverLongLists_Ends()
    {
        var list = JsonSerializer.Serialize(Enumerable.Range(0, 2000));
        var scope = Scopes.Of($$"""{"input":{"list": {{list}} } }""");
        var template = Compile("{{#each input.list}}{{#each input.list}}{{#each input.list}}{{/each}}{{/each}}{{/each}}");
        Assert.Throws<TemplateException>(() => template.Render(scope));
    }

    [Fact]
    public void Compile_DeepBlocks_IsRefused()
    {
        var deep = string.Concat(Enumerable.Repeat("{{#if a}}", 20_000)) + string.Concat(Enumerable.Repeat("{{/if}}", 20_000));
        Assert.Throws<TemplateException>(() => Compile(deep));
        Assert.Throws<TemplateException>(() => Compile("{{" + new string('(', 50_000) + "}}"));
    }

    [Fact]
    public void RenderText_ManyThreadsAtOnce_GiveTheirOwnText()
    {
        var template = Compile("{{#each input.list}}{{this}}{{#unless @last}},{{/unless}}{{/each}}");
        Parallel.For(0, 200, i => Assert.Equal($"{i},{i + 1}", template.RenderText(Scopes.Of($"{{\"input\":{{\"list\":[{i},{i + 1}]}}}}"))));
    }

    [Fact]
    public void Render_LoneSurrogate_IsRefused()
    {
        var scope = Scopes.Of("""{"input":{"text":"\ud800"}}""");
        Assert.Throws<TemplateException>(() => Compile("{{input.text}}!").Render(scope));
        Assert.Throws<TemplateException>(() => Compile("{{#if input.text}}!{{/if}}").Render(scope));
        Assert.Throws<TemplateException>(() => Compile("{{input.text}}").RenderText(scope));
    }

    private static ValueTemplate Compile(string text) => ValueTemplate.Compile(JsonSerializer.SerializeToElement(text));
}
