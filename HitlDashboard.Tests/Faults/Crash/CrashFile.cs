namespace HitlDashboard.Tests.Faults.Crash;

/// <summary>One engine's folder, what it acknowledged, and the checks of both.</summary>
internal sealed class CrashFile(string folder)
{
    public AckLog Log { get; } = new();

    public CrashChecks Checks => field ??= new CrashChecks(folder, Log);

    /// <summary>Keeps an acknowledgement, also for the engine's next life.</summary>
    public void Add(Ack ack, string line)
    {
        Log.Add(ack);
        File.AppendAllText(Path.Combine(folder, "acks.log"), line + "\n");
    }
}
