using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Runs;

namespace HitlDashboard.Runs;

/// <summary>A run's history as far as it was read: each reading adds what is new and keeps the newest <see cref="MaxKept" />.</summary>
internal sealed class RunHistory(HistoryQueries queries, RunId run)
{
    /// <summary>Entries kept in memory; the page says so when there were more.</summary>
    public const int MaxKept = 5_000;

    private const int Batch = 1_000;
    private long _last;

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<HistoryEntry> Entries { get; private set; } = [];

    /// <summary>Whether the oldest were let go.</summary>
    public bool IsCut { get; private set; }

    public async Task ReadOnAsync(CancellationToken cancellation)
    {
        IReadOnlyList<HistoryEntry> news;
        do
        {
            news = await queries.AfterAsync(run, _last, Batch, cancellation);
            // Two readings may overlap; what the other one added is not added again.
            Add([.. news.Where(entry => entry.Seq > _last)]);
        }
        while (news.Count == Batch);
    }

    private void Add(IReadOnlyList<HistoryEntry> news)
    {
        if (news.Count == 0)
        {
            return;
        }

        _last = news[^1].Seq;
        IsCut |= Entries.Count + news.Count > MaxKept;
        Entries = [.. Entries.Concat(news).TakeLast(MaxKept)];
    }
}
