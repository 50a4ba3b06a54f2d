using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Ledger;

/// <summary>Who holds what and who waits for it, in the writer's memory. What is held is also written with its task or run, so it survives; who waits asks again.</summary>
internal sealed class HoldTable
{
    private readonly Dictionary<string, HoldQueue> _queues = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, List<Hold>> _held = [];
    private readonly Dictionary<Guid, (string Key, Waiter Who)> _waiting = [];
    private long _arrivals;

    /// <summary>What a task or run holds, in the order in which it was taken.</summary>
    public IReadOnlyList<Hold> Of(Guid holder) => _held.GetValueOrDefault(holder) ?? [];

    /// <summary>Whether it holds or waits for anything.</summary>
    public bool Knows(Guid holder) => _held.ContainsKey(holder) || _waiting.ContainsKey(holder);

    /// <summary>The runs that hold it now.</summary>
    public IEnumerable<RunId> Holders(string key) => Queue(key).Holders;

    /// <summary>Takes it, or puts the holder into the queue for it: higher priority first, then first come, first served.</summary>
    /// <param name="run">The run.</param>
    /// <param name="task">Its task; null for the run itself.</param>
    /// <param name="priority">Higher goes first.</param>
    /// <param name="hold">What is wanted.</param>
    /// <param name="above">Tasks and runs that wait for the run: what they hold does not stand in its way. Null for none.</param>
    public bool TryTake(RunId run, TaskId? task, int priority, Hold hold, IReadOnlySet<Guid>? above = null)
    {
        var holder = task?.Value ?? run.Value;
        if (Of(holder).Any(held => held.Key == hold.Key))
        {
            return true;
        }

        var who = _waiting.TryGetValue(holder, out var waiting) && waiting.Key == hold.Key ? waiting.Who with { Above = above } : new Waiter(run, task, priority, ++_arrivals, above);
        if (!Queue(hold.Key).TryTake(who, hold))
        {
            _waiting[holder] = (hold.Key, who);
            return false;
        }

        _waiting.Remove(holder);
        Remember(holder, hold);
        return true;
    }

    /// <summary>Puts the holder into the queue, also where it could have it: whoever it is offered to takes it.</summary>
    public void Wait(RunId run, int priority, Hold hold)
    {
        var who = new Waiter(run, null, priority, ++_arrivals, null);
        Queue(hold.Key).Wait(who, hold);
        _waiting[who.Holder] = (hold.Key, who);
    }

    /// <summary>Takes it whatever others hold: what is in the tables already, or what a person insists on.</summary>
    public void Take(RunId run, TaskId? task, Hold hold)
    {
        Queue(hold.Key).Take(new Waiter(run, task, 0, 0, null), hold);
        Remember(task?.Value ?? run.Value, hold);
    }

    /// <summary>Gives back what is held, as far as wanted, and gives those who can have it now.</summary>
    public IReadOnlyList<Waiter> GiveBack(Guid holder, Predicate<Hold> which)
    {
        var given = Of(holder).Where(hold => which(hold)).ToList();
        foreach (var hold in given)
        {
            Queue(hold.Key).GiveBack(holder);
            _held[holder].Remove(hold);
        }

        if (_held.TryGetValue(holder, out var rest) && rest.Count == 0)
        {
            _held.Remove(holder);
        }

        return [.. given.SelectMany(hold => Next(hold.Key))];
    }

    /// <summary>Waits no longer, and gives those who were behind it and can go on now.</summary>
    public IReadOnlyList<Waiter> StopWaiting(Guid holder)
    {
        if (!_waiting.Remove(holder, out var waiting))
        {
            return [];
        }

        Queue(waiting.Key).StopWaiting(waiting.Who);
        return Next(waiting.Key);
    }

    /// <summary>Those who can have it now, in their order.</summary>
    public IReadOnlyList<Waiter> Next(string key)
    {
        var queue = Queue(key);
        var next = queue.Next();
        if (queue.IsIdle)
        {
            _queues.Remove(key);
        }

        return next;
    }

    /// <summary>The same of everything that somebody waits for.</summary>
    public IReadOnlyList<Waiter> Next() => [.. _queues.Keys.ToList().SelectMany(Next)];

    private HoldQueue Queue(string key) => _queues.TryGetValue(key, out var queue) ? queue : _queues[key] = new HoldQueue();

    private void Remember(Guid holder, Hold hold)
    {
        if (!_held.TryGetValue(holder, out var holds))
        {
            _held[holder] = holds = [];
        }

        holds.Add(hold);
    }
}

/// <summary>Somebody who waits: a task of a run, or the run itself.</summary>
internal readonly record struct Waiter(RunId Run, TaskId? Task, int Priority, long Arrival, IReadOnlySet<Guid>? Above)
{
    public Guid Holder => Task?.Value ?? Run.Value;

    /// <summary>Higher priority first, then first come.</summary>
    public static Comparer<Waiter> Order { get; } = Comparer<Waiter>.Create((left, right) =>
        left.Priority != right.Priority ? right.Priority.CompareTo(left.Priority) : left.Arrival.CompareTo(right.Arrival));
}
