namespace HitlDashboard.App;

/// <summary>What the command line and the tests say about a start.</summary>
/// <param name="Demo">Start the sample workflows.</param>
/// <param name="Settings">Settings that win over the file and the environment; null adds none.</param>
/// <param name="HomeFolder">Where relative paths start; null finds it.</param>
internal sealed record StartOptions(bool Demo = false, IReadOnlyDictionary<string, string?>? Settings = null, string? HomeFolder = null);
