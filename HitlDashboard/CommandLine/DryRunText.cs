using System.Text.Json;

namespace HitlDashboard.CommandLine;

/// <summary>Prints what a dry run showed, for people or for scripts.</summary>
internal static class DryRunText
{
    /// <summary>Exit code 0 where the run would complete, 1 where it would not.</summary>
    public static int Print(JsonElement played, bool json)
    {
        Console.WriteLine(json ? played.GetRawText() : string.Join('\n', Lines(played)));
        return Text(played, "state") == "Completed" ? ExitCodes.Done : ExitCodes.Refused;
    }

    private static IEnumerable<string> Lines(JsonElement played)
    {
        var error = played.GetProperty("error");
        yield return $"{Text(played, "state")}{(error.ValueKind == JsonValueKind.Object ? $": {Text(error, "message")}" : "")}";
        foreach (var task in played.GetProperty("tasks").EnumerateArray())
        {
            yield return $"  {Place(task),-30} {Text(task, "state"),-15} {Text(task, "resolution"),-10} {Text(task, "source")}";
        }

        foreach (var card in played.GetProperty("cards").EnumerateArray())
        {
            yield return $"Asks {Text(card, "queue")}: {Text(card, "title")} ({Text(card, "step")}, round {Text(card, "round")}, risk {Text(card, "risk")}): {(Text(card, "decision") is { Length: > 0 } verdict ? verdict : "nobody in time")}";
        }

        if (played.GetProperty("needsOutput") is var needs && needs.GetArrayLength() > 0)
        {
            yield return $"These steps act on the outside and need an output (--outputs FILE): {string.Join(", ", needs.EnumerateArray())}";
        }

        yield return played.GetProperty("estimate") is { ValueKind: JsonValueKind.Object } estimate
            ? $"Takes {Text(estimate, "typical")} as a rule, from {Text(estimate, "runs")} completed runs."
            : "How long it takes is not known: no run of it was completed.";
    }

    private static string Place(JsonElement task) => Text(task, "index") is { Length: > 0 } index ? $"{Text(task, "step")}[{index}]" : Text(task, "step");

    private static string Text(JsonElement from, string name) => from.GetProperty(name).ToString();
}
