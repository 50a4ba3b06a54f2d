using System.Text;
using HitlDashboard.Engine.Definitions.Validation;
using HitlDashboard.Engine.Definitions.Yaml;

namespace HitlDashboard.Engine.Definitions;

/// <summary>Reads a workflow file: a valid, hashed definition or every error in it.</summary>
public static class WorkflowYaml
{
    /// <summary>The largest file, in bytes.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>The most steps in a file.</summary>
    public const int MaxSteps = 1000;

    /// <summary>Reads and validates. Never throws, whatever the text.</summary>
    /// <param name="text">The YAML text.</param>
    /// <param name="file">The name that errors show.</param>
    /// <param name="calendars">The calendars of the settings (<see cref="EngineOptions.CalendarNames"/>); null does not check the names of calendars.</param>
    public static DefinitionResult Read(string text, string file, IReadOnlyCollection<string>? calendars = null)
    {
        var errors = new DefinitionErrors(file);
        var definition = ReadDocument(text, errors, calendars);
        return errors.Count > 0 ? new DefinitionResult(null, errors.InOrder()) : new DefinitionResult(definition, []);
    }

    private static WorkflowDefinition? ReadDocument(string text, DefinitionErrors errors, IReadOnlyCollection<string>? calendars)
    {
        if (text.Length > MaxBytes || Encoding.UTF8.GetByteCount(text) > MaxBytes)
        {
            errors.Add(1, 1, "", $"The file is larger than {MaxBytes} bytes.");
            return null;
        }

        switch (YamlTree.Read(text, errors))
        {
            case null:
                return null;
            case YamlMap map:
                return ReadWorkflow(map, text, new ReadContext(errors, calendars));
            case YamlScalar { Kind: ScalarKind.Null } nothing:
                errors.Add(nothing, "", "The file is empty; expected a map with name and steps.");
                return null;
            case var other:
                errors.Add(other, "", $"found {other.Describe()}, expected a map with name and steps.");
                return null;
        }
    }

    private static WorkflowDefinition ReadWorkflow(YamlMap map, string text, ReadContext context)
    {
        var reader = new MapReader(map, "", WorkflowFormat.Workflow, context);
        var name = reader.Text("name") ?? "";
        WorkflowNames.Check(reader, "name", name);
        var input = context.Schema(reader.Node("input"), "input");
        context.Capacities = ResourceReader.Capacities(reader);
        var output = context.Template(reader.Node("output"), "output", Place.Output);
        return new WorkflowDefinition
        {
            Name = name,
            Title = reader.Text("title") ?? name,
            Description = reader.Text("description"),
            Input = input,
            Next = NextReader.Read(reader, context),
            Schedule = ScheduleReader.Read(reader, input, context),
            Steps = ReadSteps(reader, context),
            Output = output,
            Concurrency = ResourceReader.Concurrency(reader),
            FailFast = reader.Boolean("failFast") ?? true,
            Hash = context.Errors.Count == 0 ? YamlJson.Hash(map) : "",
            Source = text,
        };
    }

    private static List<StepDefinition> ReadSteps(MapReader reader, ReadContext context)
    {
        if (reader.Node("steps") is not YamlList list)
        {
            return [];
        }

        if (list.Items.Count is 0 or > MaxSteps)
        {
            reader.Fail("steps", $"found {list.Items.Count} steps, expected 1 to {MaxSteps}.");
            return [];
        }

        var readers = new List<StepReader>();
        var steps = new List<StepDefinition>();
        for (var i = 0; i < list.Items.Count; i++)
        {
            if (list.Items[i] is YamlMap map)
            {
                readers.Add(new StepReader(new MapReader(map, $"steps[{i}]", WorkflowFormat.Step, context), steps.Count, context));
                steps.Add(readers[^1].Read(steps.Count == 0 ? null : steps[^1].Id));
            }
        }

        GraphChecks.Check(readers, steps, context);
        return steps;
    }
}
