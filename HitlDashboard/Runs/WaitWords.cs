using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Runs;

/// <summary>Why a task is not claimed at once, in words.</summary>
public static class WaitWords
{
    public static string Of(WaitingFor reason) => reason switch
    {
        WaitingFor.Retry => "Waits before the next attempt",
        WaitingFor.Lock => "Waits for a lock",
        WaitingFor.Timer => "Waits for its time",
        WaitingFor.Signal => "Waits for a signal",
        WaitingFor.Run => "Waits for the run that it started",
        WaitingFor.Capacity => "Waits for a free place",
        WaitingFor.Worker => "Waits for a worker",
    };
}
