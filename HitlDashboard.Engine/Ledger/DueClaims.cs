using HitlDashboard.Engine.Events;
using HitlDashboard.Engine.Ledger.Commands;
using HitlDashboard.Engine.Ledger.Handlers;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Ledger;

/// <summary>Claims what became due in a batch in the same transaction, as far as this process has free places: the next step costs no second commit. The rest goes to the dispatcher.</summary>
internal sealed class DueClaims(LedgerSession session, IExecutionSlots slots)
{
    private IReadOnlyList<ClaimedTask> _claimed = [];
    private int _places;

    /// <summary>Before the commit.</summary>
    public void Take(EngineOptions options)
    {
        var due = session.Due.Where(task => task.DueAt <= session.Now).Order(DueTask.Order).ToList();
        _places = slots.Take(due.Count);
        if (_places == 0)
        {
            return;
        }

        var taken = new HashSet<DueTask>(due.Take(_places));
        session.Due.RemoveAll(taken.Contains);
        _claimed = Dispatch.Apply(session, new ClaimTasksCommand(Actor.Engine, [.. due.Take(_places)], options.Node, options.Lease)).Value!;
    }

    /// <summary>After the commit.</summary>
    public void Begin()
    {
        slots.Release(_places - _claimed.Count);
        foreach (var claimed in _claimed)
        {
            slots.Begin(claimed);
        }
    }

    /// <summary>The batch was undone.</summary>
    public void Undo() => slots.Release(_places);
}
