using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using HitlDashboard.Engine.Definitions.Yaml;

namespace HitlDashboard.Engine.Definitions.Validation;

/// <summary>Reads one step.</summary>
internal sealed partial class StepReader(MapReader map, int number, ReadContext context)
{
    private static readonly string[] OfForEach = ["maxParallel", "tolerate"];
    private static readonly string[] OfRunning = ["resources", "concurrency"];

    // Their parameters are worked out before anything runs, and kept or shown.
    private static readonly string[] WithoutSecrets = ["human", "delay", "signal", "workflow", "worker", "agent"];
    private static readonly ValueTemplate Empty = ValueTemplate.Compile(JsonSerializer.SerializeToElement(new Dictionary<string, object>()));

    /// <summary>The id as written, or null where there is none.</summary>
    public string? Id { get; } = map.Text("id");

    /// <summary>Whether the file says what the step needs.</summary>
    public bool HasNeeds => map.Node("needs") is YamlList;

    public MapReader Map => map;

    private bool HasForm => map.Node("with") is YamlMap with && with.Entry("form") is not null;

    /// <summary>The step as far as it can be read.</summary>
    /// <param name="above">The step above, or null.</param>
    public StepDefinition Read(string? above)
    {
        CheckId();
        var (uses, expand) = Kind();
        CheckPlaces(uses);
        CheckTimeout(uses);
        var forEach = map.Node("foreach");
        var elements = context.Template(forEach, map.At("foreach"), Place.If(number));
        CheckForEach(forEach, elements);
        var needs = map.Node("needs") is YamlList ? map.Texts("needs") : above is null ? [] : [above];
        return new StepDefinition
        {
            Id = Id ?? "",
            Name = map.Text("name") ?? Id ?? "",
            Uses = uses,
            Expand = expand,
            With = context.Template(map.Node("with"), map.At("with"), Place.With(number, forEach is not null, MayReadSecrets(uses))) ?? Empty,
            Needs = needs,
            Join = Join(needs.Count),
            If = context.Condition(map.Node("if"), map.At("if"), Place.If(number)),
            ForEach = elements,
            MaxParallel = map.Integer("maxParallel"),
            Tolerate = Tolerate(),
            Retry = map.Inner("retry") is { } retry ? Retry(retry) : RetryPolicy.None,
            Timeout = map.Duration("timeout"),
            Deadline = map.Duration("deadline"),
            Resources = ResourceReader.Claims(map, context),
            Concurrency = ResourceReader.Concurrency(map),
            OnFailure = map.Word<FailureRule>("onFailure") ?? FailureRule.Fail,
            OutputSchema = map.Inner("output") is { } output ? context.Schema(output.Node("schema"), output.At("schema")) : null,
            Review = map.Inner("review") is { } review ? new ReviewReader(review, uses, HasForm, Place.Review(number, forEach is not null), context).Read() : null,
            Milestone = map.Text("milestone"),
            Priority = map.Integer("priority") ?? 0,
        };
    }

    private (string Uses, ExpandDefinition? Expand) Kind()
    {
        context.Plan?.Check(map);
        if (ExpandReader.Read(map, number, context) is { } expand)
        {
            return ("expand", expand);
        }

        var uses = map.Text("uses") ?? "";
        if (WithReader.CheckKind(map))
        {
            WithReader.Check(map, uses, context);
        }

        return (uses, null);
    }

    private bool MayReadSecrets(string uses) => context.Plan is null && Array.IndexOf(WithoutSecrets, uses) < 0;

    private void CheckId()
    {
        if (Id is not null && !IdPattern().IsMatch(Id))
        {
            map.Fail("id", $"found '{Id}', expected a letter, then letters, digits, _ or -, at most 64 in all.");
        }
    }

    /// <summary>A place is taken by what runs; a human step runs nothing.</summary>
    private void CheckPlaces(string uses)
    {
        foreach (var key in OfRunning.Where(key => uses == "human" && map.Node(key) is not null))
        {
            map.Fail(key, $"'{key}' has no effect on a human step, which runs nothing; remove it.");
        }
    }

    /// <summary>A time-out is for an attempt that does something; these steps only wait.</summary>
    private void CheckTimeout(string uses)
    {
        if (uses is "signal" or "workflow" && map.Node("timeout") is not null)
        {
            map.Fail("timeout", uses == "signal"
                ? "'timeout' limits an attempt, and a 'signal' step only waits; put it in 'with' to limit the wait."
                : "'timeout' limits an attempt, and a 'workflow' step only waits; 'deadline' limits the wait.");
        }
    }

    private void CheckForEach(YamlNode? forEach, ValueTemplate? elements)
    {
        if (forEach is YamlScalar text && elements is { IsPath: false })
        {
            map.Fail("foreach", $"found {text.Describe()}, expected a list or exactly one path as {{{{input.items}}}}.");
        }

        foreach (var key in OfForEach.Where(key => forEach is null && map.Map.Entry("foreach") is null && map.Node(key) is not null))
        {
            map.Fail(key, $"'{key}' has no effect without 'foreach'; add foreach or remove it.");
        }
    }

    private int? Join(int needs)
    {
        if (map.Text("join") is not { } text)
        {
            return null;
        }

        var count = text switch
        {
            "all" => needs,
            "any" => 1,
            _ => map.Node("join") is YamlScalar { Kind: ScalarKind.Number } ? map.Integer("join") : null,
        };
        if (count is null || (text != "all" && count > needs))
        {
            map.Fail("join", count is null
                ? $"found '{text}', expected all, any or a number."
                : $"found {text}, but the step needs {needs} step{(needs == 1 ? "" : "s")}; expected at most as many.");
        }

        return text == "all" ? null : count;
    }

    private Tolerance Tolerate()
    {
        if (map.Node("tolerate") is not YamlScalar value)
        {
            return Tolerance.None;
        }

        if (value.Kind == ScalarKind.Number)
        {
            return new Tolerance(map.Integer("tolerate") ?? 0, null);
        }

        var isShare = double.TryParse(value.Text.TrimEnd('%'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent);
        if (!isShare || !value.Text.EndsWith('%') || percent > 100)
        {
            map.Fail("tolerate", $"found '{value.Text}', expected a number or a share from 0% to 100%.");
        }

        return new Tolerance(null, percent);
    }

    private static RetryPolicy Retry(MapReader retry) => new()
    {
        Attempts = retry.Integer("attempts") ?? RetryPolicy.None.Attempts,
        Delay = retry.Duration("delay") ?? RetryPolicy.None.Delay,
        Factor = retry.Number("factor") ?? RetryPolicy.None.Factor,
        MaxDelay = retry.Duration("maxDelay") ?? RetryPolicy.None.MaxDelay,
        Jitter = retry.Number("jitter") ?? RetryPolicy.None.Jitter,
        On = retry.Texts("on"),
    };

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_-]{0,63}\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex IdPattern();
}
