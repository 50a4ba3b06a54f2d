using System.Diagnostics;
using System.Text.Json;
using HitlDashboard.Engine.Definitions;
using Xunit;

namespace HitlDashboard.Tests.Engine.Definitions;

public sealed class JsonSchemasTests
{
    [Theory]
    [InlineData("""{"type":"string"}""", "3", "", "found 3, expected text.")]
    [InlineData("""{"type":"integer"}""", "3.5", "", "found 3.5, expected a whole number.")]
    [InlineData("""{"type":"object","required":["text"],"properties":{"text":{"type":"string"}}}""", "{}", "text", "found nothing, expected a value: the property is required.")]
    [InlineData("""{"properties":{"text":{"type":"string","minLength":20}}}""", """{"text":"short"}""", "text", "found 5 characters, expected at least 20.")]
    [InlineData("""{"properties":{"items":{"items":{"properties":{"text":{"type":"string"}}}}}}""", """{"items":[{"text":"a"},{"text":1}]}""", "items[1].text", "found 1, expected text.")]
    [InlineData("""{"additionalProperties":false,"properties":{"a":{}}}""", """{"a":1,"b":2}""", "b", "found the unknown property 'b', expected only a.")]
    [InlineData("""{"enum":["a","b"]}""", "\"c\"", "", "found \"c\", expected one of \"a\", \"b\".")]
    [InlineData("""{"enum":["1"]}""", "1", "", "found 1, expected \"1\".")]
    [InlineData("""{"const":{"a":1}}""", """{"a":2}""", "", "found an object, expected an object.")]
    [InlineData("""{"pattern":"^a+$"}""", "\"b\"", "", "found \"b\", expected text that matches ^a+$.")]
    [InlineData("""{"minimum":3}""", "2", "", "found 2, expected at least 3.")]
    [InlineData("""{"exclusiveMaximum":3}""", "3", "", "found 3, expected less than 3.")]
    [InlineData("""{"minItems":2}""", "[1]", "", "found 1 elements, expected at least 2.")]
    [InlineData("""{"allOf":[{"type":"string"},{"maxLength":2}]}""", "\"abc\"", "", "found 3 characters, expected at most 2.")]
    [InlineData("""{"anyOf":[{"type":"string"},{"type":"null"}]}""", "1", "", "found 1, expected a value that keeps to at least one of the alternatives.")]
    [InlineData("""{"type":["string","null"]}""", "1", "", "found 1, expected a value of type null, string.")]
    [InlineData("""{"not":{"type":"string"}}""", "\"a\"", "", "found \"a\", expected a value that does not keep to the excluded schema.")]
    [InlineData("""{"$ref":"#/$defs/t","$defs":{"t":{"type":"string"}}}""", "1", "", "found 1, expected text.")]
    [InlineData("""{"properties":{"a":{"$ref":"#/$defs/t"}},"$defs":{"t":{"type":"object","properties":{"a":{"$ref":"#/$defs/t"}}}}}""", """{"a":{"a":{"a":1}}}""", "a.a.a", "found 1, expected an object.")]
    [InlineData("""{"additionalProperties":{"type":"integer"}}""", """{"x":"y"}""", "x", "found \"y\", expected a whole number.")]
    [InlineData("""{"type":"object"}""", "[]", "", "found a list, expected an object.")]
    public void Validate_Violation_SaysPathFoundAndExpected(string schema, string value, string path, string message)
    {
        var violation = Assert.Single(JsonSchemas.Validate(Scopes.Json(schema), Scopes.Json(value)));
        Assert.Equal(path, violation.Path);
        Assert.Equal(message, violation.Message);
    }

    [Theory]
    [InlineData("""{"type":"integer"}""", "3.0")]
    [InlineData("""{"type":["string","null"]}""", "null")]
    [InlineData("""{"properties":{"pattern":{"type":"string"}}}""", """{"pattern":"x"}""")]
    [InlineData("""{"enum":[1,null,{"a":[true]}]}""", """{"a":[true]}""")]
    [InlineData("""{"additionalProperties":true,"title":"t","x-note":1}""", """{"b":2}""")]
    [InlineData("{}", "[1,{}]")]
    [InlineData("true", "1")]
    [InlineData("""{"format":"email"}""", "\"a@example.org\"")]
    [InlineData("""{"$ref":"#/$defs/t","$defs":{"t":{"type":"array","items":{"$ref":"#/$defs/t"}}}}""", "[[],[[]]]")]
    [InlineData("""{"minimum":0}""", "1e300")]
    public void Validate_FittingValue_GivesNothing(string schema, string value) =>
        Assert.Empty(JsonSchemas.Validate(Scopes.Json(schema), Scopes.Json(value)));

    [Theory]
    [InlineData("3", "expected a schema")]
    [InlineData("""{"type":"text"}""", "expected string, number")]
    [InlineData("""{"type":[]}""", "found an empty list")]
    [InlineData("""{"properties":{"a":{"requird":["x"]}}}""", "properties.a.requird: the keyword 'requird' is not checked here; did you mean 'required'")]
    [InlineData("""{"if":{}}""", "'if' is not checked here")]
    [InlineData("""{"required":"a"}""", "expected a list of names")]
    [InlineData("""{"pattern":"["}""", "pattern can't be used")]
    [InlineData("""{"pattern":"(?=a)"}""", "pattern can't be used")]
    [InlineData("""{"minLength":-1}""", "whole number")]
    [InlineData("""{"multipleOf":0}""", "above 0")]
    [InlineData("""{"enum":[]}""", "list of values")]
    [InlineData("""{"allOf":{}}""", "list of schemas")]
    [InlineData("""{"properties":[]}""", "schemas by name")]
    [InlineData("""{"items":[{}]}""", "expected a schema")]
    [InlineData("""{"$ref":"http://127.0.0.1/x"}""", "stay inside the schema")]
    [InlineData("""{"$ref":"/etc/passwd"}""", "stay inside the schema")]
    [InlineData("""{"$ref":"#/$defs/gone"}""", "no 'gone'")]
    [InlineData("""{"$ref":"#"}""", "leads back to itself")]
    [InlineData("""{"allOf":[{"$ref":"#/$defs/a"}],"$defs":{"a":{"anyOf":[{"$ref":"#/$defs/a"}]}}}""", "leads back to itself")]
    public void Check_BadSchema_SaysWhy(string schema, string part)
    {
        Assert.Contains(part, JsonSchemas.Check(Scopes.Json(schema)), StringComparison.Ordinal);
        Assert.NotEmpty(JsonSchemas.Validate(Scopes.Json(schema), Scopes.Json("1")));
    }

    [Fact]
    public void WithDefaults_MissingProperties_AreFilledInAtAnyDepth()
    {
        var schema = Scopes.Json("""
            {"properties":{"since":{"default":"1 month"},"deep":{"properties":{"n":{"default":3}}},"list":{"items":{"$ref":"#/$defs/e"}}},
             "$defs":{"e":{"properties":{"on":{"default":true}}}}}
            """);
        var filled = JsonSchemas.WithDefaults(schema, Scopes.Json("""{"deep":{},"list":[{},{"on":false}],"x":1}"""));
        Assert.Equal("""{"deep":{"n":3},"list":[{"on":true},{"on":false}],"x":1,"since":"1 month"}""", filled.GetRawText());
    }

    [Fact]
    public void WithDefaults_RecursiveDefault_Ends()
    {
        var schema = Scopes.Json("""{"properties":{"a":{"$ref":"#","default":{}}},"default":{}}""");
        Assert.Equal("""{"a":{}}""", JsonSchemas.WithDefaults(schema, Scopes.Json("{}")).GetRawText());
    }

    [Fact]
    public void Validate_Bombs_EndQuickly()
    {
        var clock = Stopwatch.StartNew();
        var doubling = Scopes.Json("""{"properties":{"a":{"anyOf":[{"$ref":"#"},{"$ref":"#"}]}},"required":["b"]}""");
        var deep = Scopes.Json(string.Concat(Enumerable.Repeat("{\"a\":", 50)) + "1" + new string('}', 50));
        Assert.Contains("steps", Assert.Single(JsonSchemas.Validate(doubling, deep)).Message, StringComparison.Ordinal);

        var pattern = Scopes.Json("""{"pattern":"^(a+)+$"}""");
        Assert.Single(JsonSchemas.Validate(pattern, JsonSerializer.SerializeToElement(new string('a', 100_000) + "!")));

        var chain = string.Join(",", Enumerable.Range(0, 3000).Select(i => $"\"d{i}\":{{\"$ref\":\"#/$defs/d{i + 1}\"}}"));
        Assert.NotNull(JsonSchemas.Check(Scopes.Json($"{{\"$ref\":\"#/$defs/d0\",\"$defs\":{{{chain},\"d3000\":{{}}}}}}")));

        var email = Scopes.Json("""{"format":"email"}""");
        JsonSchemas.Validate(email, JsonSerializer.SerializeToElement(string.Concat(Enumerable.Repeat("a.", 20_000)) + "@"));
        Assert.True(clock.Elapsed < TimeSpan.FromMinutes(1), clock.Elapsed.ToString());
    }
}
