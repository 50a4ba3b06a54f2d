namespace HitlDashboard.Engine.Activities;

/// <summary>What a started program sees of its surroundings: a few named variables and nothing inherited by accident.</summary>
internal static class ProcessEnvironment
{
    /// <summary>Carries the attempt's idempotency key, and marks every process that descends from the step.</summary>
    public const string KeyName = "HITL_IDEMPOTENCY_KEY";

    private static readonly string[] Inherited = ["PATH", "TZ", "DOTNET_CLI_HOME", "DOTNET_ROOT", "NUGET_PACKAGES", "SystemRoot"];
    private static readonly string[] Reserved = ["PATH", "LD_*", "DYLD_*", "GIT_CONFIG*", "GIT_EXEC_PATH", "DOTNET_STARTUP_HOOKS", "HITL_*"];

    // A repository is somebody else's text: it starts no program of its own here and asks nobody anything.
    private static readonly (string Key, string Value)[] GitSettings =
    [
        ("core.hooksPath", "/dev/null"),
        ("core.fsmonitor", "false"),
        ("protocol.ext.allow", "never"),
    ];

    /// <summary>Null where a step may set every one of these variables, otherwise why not.</summary>
    public static string? Refusal(IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            if (name.Length == 0 || name.AsSpan().ContainsAny('=', '\0'))
            {
                return $"'env' holds the name \"{name}\", which is no name of a variable.";
            }

            if (Reserved.Any(reserved => Matches(reserved, name)))
            {
                return $"'env' may not set {name}: it decides which code a program loads, or belongs to the engine. Remove it.";
            }
        }

        return null;
    }

    /// <summary>All variables of a program.</summary>
    /// <param name="own">What the step sets.</param>
    /// <param name="home">A private folder.</param>
    /// <param name="key">The attempt's idempotency key.</param>
    public static Dictionary<string, string> Build(IReadOnlyDictionary<string, string> own, string home, string key)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["HOME"] = home,
            ["TMPDIR"] = home,
            ["LANG"] = "C.UTF-8",
            ["GIT_TERMINAL_PROMPT"] = "0",
            ["GIT_PAGER"] = "cat",
            // Build servers would outlive the step and be killed with it.
            ["MSBUILDDISABLENODEREUSE"] = "1",
            ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
            ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
            ["DOTNET_NOLOGO"] = "1",
        };
        foreach (var name in Inherited)
        {
            if (Environment.GetEnvironmentVariable(name) is { Length: > 0 } value)
            {
                variables[name] = value;
            }
        }

        foreach (var (name, value) in own)
        {
            variables[name] = value;
        }

        AddGitSettings(variables);
        variables[KeyName] = key;
        return variables;
    }

    private static void AddGitSettings(Dictionary<string, string> variables)
    {
        variables["GIT_CONFIG_NOSYSTEM"] = "1";
        variables["GIT_CONFIG_COUNT"] = $"{GitSettings.Length}";
        foreach (var (index, (key, value)) in GitSettings.Index())
        {
            variables[$"GIT_CONFIG_KEY_{index}"] = key;
            variables[$"GIT_CONFIG_VALUE_{index}"] = value;
        }
    }

    private static bool Matches(string reserved, string name) => reserved.EndsWith('*')
        ? name.StartsWith(reserved[..^1], StringComparison.OrdinalIgnoreCase)
        : name.Equals(reserved, StringComparison.OrdinalIgnoreCase);
}
