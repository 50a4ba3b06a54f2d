namespace HitlDashboard.Engine.Activities;

/// <summary>Finds the file of a program that steps may start.</summary>
internal sealed class ProcessPrograms(ProcessOptions options)
{
    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Null where the program is on the list, otherwise why it may not be started.</summary>
    public string? Refusal(string program)
    {
        if (program.AsSpan().ContainsAny('/', '\\') || program is "." or "..")
        {
            return $"\"{program}\" names a folder. Give the program's name alone; the setting Process:Allowed lists the names that may be used.";
        }

        return options.Allowed.Contains(program, StringComparer.Ordinal)
            ? null
            : $"Steps may not start \"{program}\". An administrator can add it to the setting Process:Allowed, which now allows {Listed()}.";
    }

    // The runtime would look into the current folder first, where a program of the same name may lie.
    /// <summary>The program's file in the folders of PATH, or null.</summary>
    public static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(Path.IsPathFullyQualified)
            .SelectMany(folder => Names(program), Path.Combine)
            .FirstOrDefault(IsExecutable);

    private static IEnumerable<string> Names(string program) =>
        OperatingSystem.IsWindows() ? [program + ".exe", program] : [program];

    private static bool IsExecutable(string file) =>
        File.Exists(file) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(file) & Executable) != UnixFileMode.None);

    private string Listed() => options.Allowed.Count == 0 ? "no program" : string.Join(", ", options.Allowed);
}
