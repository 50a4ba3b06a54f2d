using HitlDashboard.Engine.Events;

namespace HitlDashboard.Engine.Ledger;

/// <summary>What a committed batch means for others: when to look again, what to stop, what changed. All of it only hints; the tables are the truth.</summary>
internal static class CommitNews
{
    public static void Tell(LedgerSession session, ITaskFeed feed, IEventBus bus)
    {
        session.Deadlines.ForEach(deadline => feed.ExpireAt(deadline.Task, deadline.At));
        foreach (var (review, at) in session.Wakes)
        {
            feed.WakeAt(review, at);
        }

        session.Begins.ForEach(begin => feed.BeginAt(begin.Run, begin.At));
        session.Schedules.ForEach(next => feed.FireAt(next.Workflow, next.Schedule, next.At));
        session.Stops.ForEach(feed.Stop);
        if (session.HasMessages)
        {
            feed.MessageWaits();
        }

        if (session.Events.Count > 0)
        {
            bus.Publish(session.Events);
        }
    }
}
