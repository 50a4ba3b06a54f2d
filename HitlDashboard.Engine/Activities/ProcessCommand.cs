using System.Text.Json;

namespace HitlDashboard.Engine.Activities;

/// <summary>How a <c>process</c> step reads its program's output.</summary>
internal enum ProcessParse
{
    Text,
    Json,
    Lines,
}

/// <summary>What a <c>process</c> step asks for.</summary>
internal sealed record ProcessCommand(
    string Program,
    IReadOnlyList<string> Arguments,
    string? Input,
    IReadOnlyDictionary<string, string> Environment,
    string? WorkingDirectory,
    ProcessParse Parse,
    IReadOnlyList<int> Expect)
{
    /// <summary>Reads <c>with</c>.</summary>
    /// <exception cref="ActivityWithException">A value is missing or of the wrong kind.</exception>
    public static ProcessCommand Read(JsonElement json)
    {
        var with = new ActivityWith(json);
        if (with.Value("command") is not { ValueKind: JsonValueKind.Array } || with.Texts("command") is not { Count: > 0 } command || command[0].Length == 0)
        {
            throw new ActivityWithException("'command' must be a list: the program's name, then its arguments. No shell reads it.");
        }

        var (environment, folder) = (with.Map("env"), with.Text("workingDirectory"));
        if (command.Concat(environment.Values).Append(folder).Any(text => text?.Contains('\0') == true))
        {
            throw new ActivityWithException("'command', 'env' or 'workingDirectory' holds a NUL character, which no program can be given.");
        }

        return new ProcessCommand(command[0], [.. command.Skip(1)], with.TextOrJson("stdin"), environment, folder, ReadParse(with), with.Numbers("expect") ?? [0]);
    }

    private static ProcessParse ReadParse(ActivityWith with) => with.Text("parse") switch
    {
        null or "text" => ProcessParse.Text,
        "json" => ProcessParse.Json,
        "lines" => ProcessParse.Lines,
        var other => throw new ActivityWithException($"'parse' is \"{other}\". Use text, json or lines."),
    };
}
