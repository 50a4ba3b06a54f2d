namespace HitlDashboard.Inbox;

/// <summary>The answers of the last commands by the browser's key: a repeat of one press is answered as the press was, and does nothing.</summary>
internal sealed class AnsweredCommands
{
    private const int Capacity = 64;

    private readonly Dictionary<string, Task<CommandResult>> _answers = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    public Task<CommandResult> OnceAsync(string key, Func<Task<CommandResult>> run)
    {
        if (_answers.TryGetValue(key, out var known) && !known.IsFaulted && !known.IsCanceled)
        {
            return known;
        }

        if (_order.Count == Capacity)
        {
            _answers.Remove(_order.Dequeue());
        }

        _order.Enqueue(key);
        return _answers[key] = run();
    }
}
