using System.Text.Json.Nodes;
using HitlDashboard.Engine.Definitions;
using HitlDashboard.Tests.Shape;
using Xunit;

namespace HitlDashboard.Tests.Engine.Definitions;

public sealed class WorkflowSchemaTests
{
    [Fact]
    public void Text_CommittedFile_IsTheSame()
    {
        var fresh = Path.Combine(AppContext.BaseDirectory, "workflow.json");
        File.WriteAllText(fresh, WorkflowSchema.Text);
        var committed = Path.Combine(SourceTree.Root, "schemas", "workflow.json");
        Assert.True(
            File.Exists(committed) && File.ReadAllText(committed).ReplaceLineEndings("\n") == WorkflowSchema.Text,
            $"schemas/workflow.json is stale; copy {fresh} over it.");
    }

    [Fact]
    public void Text_Kinds_AreThoseOfTheEngine()
    {
        var step = JsonNode.Parse(WorkflowSchema.Text)!["properties"]!["steps"]!["items"]!;
        Assert.Equal(StepKinds.All.Keys, step["properties"]!["uses"]!["enum"]!.AsArray().Select(kind => kind!.GetValue<string>()));
        Assert.Equal(["uses", "expand"], step["oneOf"]!.AsArray().Select(way => way!["required"]![0]!.GetValue<string>()));
        Assert.Equal(["id"], step["required"]!.AsArray().Select(key => key!.GetValue<string>()));
    }

    [Fact]
    public void All_Kinds_SayWhatTheyTake()
    {
        Assert.Equal(["browser", "delay", "http", "human", "llm", "process", "set", "signal", "template", "workflow"], StepKinds.All.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["url"], StepKinds.All["http"].Required);
        Assert.Contains("headers", StepKinds.All["http"].Optional!);
        Assert.Null(StepKinds.All["set"].Optional);
        Assert.Empty(StepKinds.All["delay"].Required);
    }
}
