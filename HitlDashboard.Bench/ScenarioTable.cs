using System.Globalization;
using System.Text.Json;
using HitlDashboard.Bench.Scenarios;

namespace HitlDashboard.Bench;

/// <summary>One measured value.</summary>
/// <param name="What">What was measured.</param>
/// <param name="Value">The value with its unit.</param>
/// <param name="Bar">The bar it must hold, or empty where it is only reported.</param>
/// <param name="Held">Whether it does; null where there is no bar.</param>
internal sealed record Row(string What, string Value, string Bar = "", bool? Held = null)
{
    public static Row Ratio(string what, double value, double bar) =>
        new(what, value.ToString("0.00", CultureInfo.InvariantCulture), string.Create(CultureInfo.InvariantCulture, $">= {bar}"), value >= bar);

    public static Row AtMost(string what, double value, double bar, string unit) =>
        new(what, string.Create(CultureInfo.InvariantCulture, $"{value:0.##} {unit}"), string.Create(CultureInfo.InvariantCulture, $"<= {bar} {unit}"), value <= bar);
}

/// <summary>Runs scenarios and prints one table. Exit code 1 where a bar is not held.</summary>
internal static class ScenarioTable
{
    private static readonly Dictionary<string, Func<Task<IReadOnlyList<Row>>>> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["p1"] = Transitions.MeasureAsync,
        ["p2"] = RoundTrips.MeasureAsync,
        ["p3"] = DecisionLatency.MeasureAsync,
        ["p4"] = RestApprovals.MeasureAsync,
        ["p5"] = InboxQuery.MeasureAsync,
        ["p6"] = WaitingRuns.MeasureAsync,
        ["p8"] = Idle.MeasureAsync,
        ["p9"] = ColdStart.MeasureAsync,
        ["p10"] = ParallelTasks.MeasureAsync,
        ["p11"] = HistoryGrowth.MeasureAsync,
    };

    public static async Task<int> RunAsync(string[] arguments)
    {
        var names = arguments.Where(name => name != "--json").ToList();
        if (names.Count == 0 || names.Exists(name => name != "all" && !Known.ContainsKey(name)))
        {
            Console.Error.WriteLine($"Name scenarios: all, {string.Join(", ", Known.Keys)}.");
            return 2;
        }

        var isTable = !arguments.Contains("--json");
        var rows = new List<Row>();
        if (isTable)
        {
            Console.WriteLine($"{"what",-62} {"value",18} {"bar",14}  held");
        }

        foreach (var name in names.Contains("all") ? [.. Known.Keys] : names)
        {
            Console.Error.WriteLine($"{name} …");
            var measured = await Known[name]();
            rows.AddRange(measured);
            Print(isTable ? measured : []);
        }

        if (!isTable)
        {
            Console.WriteLine(JsonSerializer.Serialize(rows));
        }

        return rows.Exists(row => row.Held == false) ? 1 : 0;
    }

    private static void Print(IReadOnlyList<Row> rows)
    {
        foreach (var row in rows)
        {
            Console.WriteLine($"{row.What,-62} {row.Value,18} {row.Bar,14}  {row.Held switch { true => "yes", false => "NO", null => "" }}");
        }
    }
}
