namespace HitlDashboard.Engine.Integrity;

/// <summary>Reads a file run by run: five lists in the order of run ids, merged, so that memory does not grow with the file.</summary>
internal sealed class RunRecords(StoredFile file, StoredDefinitions definitions)
{
    private readonly List<Violation> _orphans = [];

    /// <summary>Rows of runs that do not exist; complete once every run was read.</summary>
    public IReadOnlyList<Violation> Orphans => _orphans;

    public IEnumerable<RunRecord> Read()
    {
        using var tasks = Rows($"SELECT RunId, {StoredTask.Columns} FROM Tasks ORDER BY RunId, Id", StoredTask.Read);
        using var reviews = Rows($"SELECT RunId, {StoredReview.Columns} FROM Reviews ORDER BY RunId, Number", StoredReview.Read);
        using var decisions = Rows(
            $"SELECT r.RunId, {StoredDecision.Columns} FROM Decisions d JOIN Reviews r ON r.Id = d.ReviewId ORDER BY r.RunId, d.At", StoredDecision.Read);
        using var entries = Rows($"SELECT RunId, {StoredEntry.Columns} FROM History WHERE RunId IS NOT NULL AND RunId NOT IN (SELECT RunId FROM History WHERE Kind = 'run' AND Trigger = 'Delete') ORDER BY RunId, Seq", StoredEntry.Read);
        foreach (var (key, run) in file.Read($"SELECT Id, {StoredRun.Columns} FROM Runs ORDER BY Id", row => (row.Key(), StoredRun.Read(row))))
        {
            yield return new RunRecord(
                run, definitions.Find(run.DefinitionHash), tasks.Take(key, task => Orphan("task", task.Id)), reviews.Take(key, review => Orphan("review", review.Id)),
                decisions.Take(key, decision => Orphan("decision", decision.Id)), entries.Take(key, entry => Orphan("history entry", entry.Seq)));
        }

        tasks.Rest(task => Orphan("task", task.Id));
        reviews.Rest(review => Orphan("review", review.Id));
        decisions.Rest(decision => Orphan("decision", decision.Id));
        entries.Rest(entry => Orphan("history entry", entry.Seq));
    }

    private RunRows<T> Rows<T>(string sql, Func<StoredValues, T> row) => new(file.Read(sql, values => (values.Key(), row(values))).GetEnumerator());

    private void Orphan(string what, object id) => _orphans.Add(new Violation("I1", $"{what} {id}", "its run does not exist"));
}

/// <summary>Rows in the order of their runs' ids, taken one run at a time.</summary>
internal sealed class RunRows<T>(IEnumerator<(byte[] Run, T Row)> rows) : IDisposable
{
    private bool _hasRow = rows.MoveNext();

    /// <summary>The rows of this run; those of runs that were never asked for are orphans.</summary>
    public List<T> Take(byte[] run, Action<T> orphan)
    {
        var found = new List<T>();
        for (; _hasRow && rows.Current.Run.AsSpan().SequenceCompareTo(run) is var order and <= 0; _hasRow = rows.MoveNext())
        {
            (order == 0 ? found.Add : orphan)(rows.Current.Row);
        }

        return found;
    }

    public void Rest(Action<T> orphan)
    {
        for (; _hasRow; _hasRow = rows.MoveNext())
        {
            orphan(rows.Current.Row);
        }
    }

    public void Dispose() => rows.Dispose();
}
