using HitlDashboard.Engine.Ledger.Commands;

namespace HitlDashboard.Engine.Ledger;

/// <summary>Free places for executions in this process. The writer takes them for tasks that become due in a batch, so that they are claimed in the same transaction.</summary>
internal interface IExecutionSlots
{
    /// <summary>Takes free places, at most <paramref name="wanted"/>; none where other tasks wait for one already, or where nothing is executed here.</summary>
    int Take(int wanted);

    /// <summary>Gives places back that nothing was begun for.</summary>
    void Release(int places);

    /// <summary>Executes what was claimed for a place that was taken. Only after the commit, and never on the caller's thread.</summary>
    void Begin(ClaimedTask claimed);
}
