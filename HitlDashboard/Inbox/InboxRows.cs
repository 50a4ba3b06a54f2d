using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Reviews;

namespace HitlDashboard.Inbox;

/// <summary>
/// The list as it stood when it was loaded. It never moves under the cursor: what arrives is counted until the next load, what is
/// decided stays in its place. Pages are read as far as somebody looked.
/// </summary>
public sealed class InboxRows(ReviewAccess access)
{
    public const int PageSize = 200;

    private readonly List<ReviewListItem> _rows = [];
    private readonly Dictionary<ReviewId, int> _places = [];
    private readonly HashSet<ReviewId> _arrived = [];
    private Task? _reading;
    private ReviewFilter _filter = new();
    private string? _next;
    private int _expected;
    private int _generation;

    /// <summary>How many rows the list has, loaded or not.</summary>
    public int Total => _next is null ? _rows.Count : Math.Max(_expected, _rows.Count + 1);

    public IReadOnlyList<ReviewListItem> Loaded => _rows;

    public int NewCount => _arrived.Count;

    public async Task LoadAsync(ReviewFilter filter, CancellationToken cancellation)
    {
        var generation = ++_generation;
        var expected = await access.Count(filter, cancellation);
        var page = await access.List(filter with { Limit = PageSize, Cursor = null }, cancellation);
        if (generation != _generation)
        {
            return;
        }

        _rows.Clear();
        _places.Clear();
        _arrived.Clear();
        (_filter, _expected) = (filter, expected);
        Append(page);
    }

    /// <summary>Reads pages until so many rows are there, or all of them.</summary>
    public async Task EnsureAsync(int count, CancellationToken cancellation)
    {
        while (_rows.Count < count && _next is not null)
        {
            // Two readers that want the same page share it.
            _reading = _reading is { IsCompleted: false } running ? running : ReadPageAsync(cancellation);
            await _reading;
        }
    }

    public int PlaceOf(ReviewId id) => _places.GetValueOrDefault(id, -1);

    /// <summary>The next row after a place that is wanted, going round once; -1 where there is none.</summary>
    public async Task<int> NextAsync(int place, Predicate<ReviewListItem> wanted, CancellationToken cancellation)
    {
        for (var at = place + 1; at < Total; at++)
        {
            await EnsureAsync(at + 1, cancellation);
            if (at < _rows.Count && wanted(_rows[at]))
            {
                return at;
            }
        }

        return _rows.FindIndex(wanted);
    }

    /// <summary>Puts a fresh row in its old place; a row that is not in the list is left out.</summary>
    public void Replace(ReviewListItem? row)
    {
        if (row is not null && _places.TryGetValue(row.Id, out var place))
        {
            _rows[place] = row;
        }
    }

    /// <summary>Brings back a row that a load left out, because its reader asked for it.</summary>
    public int Insert(int place, ReviewListItem row)
    {
        var at = Math.Clamp(place, 0, _rows.Count);
        _rows.Insert(at, row);
        _arrived.Remove(row.Id);
        _expected++;
        Number(at);
        return at;
    }

    /// <summary>Hears that a review changed. True where a row of the list is concerned and should be read again.</summary>
    public bool Note(ReviewId id, ReviewState state)
    {
        if (_places.TryGetValue(id, out var place))
        {
            var known = _rows[place];
            _rows[place] = known with { State = state };
            // What was decided here is known already.
            return known.State != state || (state == ReviewState.Staged && known.Decision is null);
        }

        if (_filter.States.Contains(state))
        {
            _arrived.Add(id);
        }
        else
        {
            _arrived.Remove(id);
        }

        return false;
    }

    private async Task ReadPageAsync(CancellationToken cancellation)
    {
        var generation = _generation;
        var page = await access.List(_filter with { Limit = PageSize, Cursor = _next }, cancellation);
        if (generation == _generation)
        {
            Append(page);
        }
    }

    private void Append(Page<ReviewListItem> page)
    {
        var from = _rows.Count;
        _rows.AddRange(page.Items.Where(row => !_places.ContainsKey(row.Id)));
        _next = page.Next;
        Number(from);
        _arrived.RemoveWhere(_places.ContainsKey);
    }

    private void Number(int from)
    {
        for (var at = from; at < _rows.Count; at++)
        {
            _places[_rows[at].Id] = at;
        }
    }
}
