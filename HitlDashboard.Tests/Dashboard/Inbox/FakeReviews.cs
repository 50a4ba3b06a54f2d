using System.Text.Json;
using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Reviews;
using HitlDashboard.Inbox;
using HitlDashboard.Tests.Support;

namespace HitlDashboard.Tests.Dashboard.Inbox;

/// <summary>Reviews in memory, behind the same access as the engine's.</summary>
internal sealed class FakeReviews
{
    public static readonly Actor Ana = new("ana", Role.Supervisor);

    private readonly List<ReviewDetail> _reviews = [];

    public FixedClock Clock { get; } = new(FixedClock.Noon);

    public List<DecisionRequest> Decided { get; } = [];

    public List<IdempotencyKey> Keys { get; } = [];

    public int Lists { get; private set; }

    public List<ReviewId> Reads { get; } = [];

    public List<(ReviewId Id, ReviewChange Change)> Changed { get; } = [];

    /// <summary>How many more must approve after a decision; 0 stages it.</summary>
    public int Missing { get; set; }

    public Refusal? RefuseWith { get; set; }

    public ReviewAccess Access => new(ListAsync, CountAsync, GetAsync, _ => Task.FromResult<IReadOnlyList<string>>(["editors", "ops"]), DecideAsync, UndoAsync, ChangeAsync);

    public ReviewDetail this[int place] => _reviews[place];

    public static ReviewDetail Detail(int number, Action<Shape>? shape = null)
    {
        var with = new Shape { Title = $"Item {number}" };
        shape?.Invoke(with);
        var id = new ReviewId(Guid.Parse($"01890a5d-ac96-774b-bcce-{number:d12}"));
        return new ReviewDetail
        {
            Item = new ReviewListItem
            {
                Id = id, Number = number, RunId = new RunId(Guid.Parse("01890a5d-ac96-774b-bcce-b302099a8057")), Workflow = "notes", Step = "draft",
                Round = with.Rounds.Count + 1, Version = 1, Title = with.Title, State = with.State, Subject = with.Subject, Risk = with.Risk, Queue = with.Queue,
                Kind = with.Kind, CreatedAt = FixedClock.Noon.AddMinutes(-number), Decision = with.Decision,
            },
            TaskId = new TaskId(Guid.Parse("01890a5d-ac96-774b-bcce-b302099a8058")),
            RunTitle = "Release notes",
            Digest = new string('a', 64),
            Rounds = with.Rounds,
            Request = new ReviewRequest
            {
                Subject = with.Subject, Title = with.Title, Instructions = with.Instructions, Kind = with.Kind, Content = with.Content, Subjected = with.Subjected,
                Editable = with.Editable, Form = with.Form, Allowed = with.Allowed, Reasons = with.Reasons, Queue = with.Queue, Risk = with.Risk, UndoSeconds = 8,
                Then = with.Then, Evidence = with.Evidence,
            },
        };
    }

    public FakeReviews Add(int count)
    {
        for (var added = 0; added < count; added++)
        {
            _reviews.Add(Detail(_reviews.Count + 1));
        }

        return this;
    }

    public ReviewDetail Add(ReviewDetail review)
    {
        _reviews.Add(review);
        return review;
    }

    public void Set(ReviewId id, Func<ReviewListItem, ReviewListItem> change)
    {
        var place = _reviews.FindIndex(review => review.Item.Id == id);
        _reviews[place] = _reviews[place] with { Item = change(_reviews[place].Item) };
    }

    private Task<Page<ReviewListItem>> ListAsync(ReviewFilter filter, CancellationToken cancellation)
    {
        Lists++;
        var from = filter.Cursor is { } cursor ? int.Parse(cursor) : 0;
        var rows = Matching(filter).Skip(from).Take(filter.Limit + 1).ToList();
        return Task.FromResult(new Page<ReviewListItem>([.. rows.Take(filter.Limit)], rows.Count > filter.Limit ? $"{from + filter.Limit}" : null));
    }

    private Task<int> CountAsync(ReviewFilter filter, CancellationToken cancellation) => Task.FromResult(Matching(filter).Count());

    private IEnumerable<ReviewListItem> Matching(ReviewFilter filter) => _reviews.Select(review => review.Item)
        .Where(row => filter.States.Contains(row.State) && (filter.Queue is null || row.Queue == filter.Queue)
            && (filter.Deferred is null || filter.Deferred == row.DeferredUntil is not null)
            && (filter.Search is null || row.Title.Contains(filter.Search, StringComparison.OrdinalIgnoreCase)));

    private Task<ReviewDetail?> GetAsync(ReviewId id, CancellationToken cancellation)
    {
        Reads.Add(id);
        return Task.FromResult(_reviews.Find(review => review.Item.Id == id));
    }

    private Task<Answer<DecisionResult>> DecideAsync(DecisionRequest request, Actor actor, IdempotencyKey key, CancellationToken cancellation)
    {
        Decided.Add(request);
        Keys.Add(key);
        if (RefuseWith is { } refusal)
        {
            return Task.FromResult<Answer<DecisionResult>>(new Answer<DecisionResult>.Stale(refusal));
        }

        var release = Clock.Now.AddSeconds(request.UndoSeconds);
        var id = DecisionId.New(Clock);
        if (Missing > 0)
        {
            return Task.FromResult<Answer<DecisionResult>>(new Answer<DecisionResult>.Applied(new DecisionResult(id, ReviewState.Open, release) { Missing = Missing }));
        }

        Set(request.ReviewId, row => row with
        {
            State = ReviewState.Staged,
            Decision = new ReviewDecision { Id = id, Verdict = request.Verdict, By = actor.Name, At = Clock.Now, ReleaseAt = release },
        });
        return Task.FromResult<Answer<DecisionResult>>(new Answer<DecisionResult>.Applied(new DecisionResult(id, ReviewState.Staged, release)));
    }

    private Task<Answer<ReviewState>> UndoAsync(ReviewId id, Actor actor, IdempotencyKey key, CancellationToken cancellation)
    {
        if (RefuseWith is { } refusal)
        {
            return Task.FromResult<Answer<ReviewState>>(new Answer<ReviewState>.NotAllowed(refusal));
        }

        Set(id, row => row with { State = ReviewState.Open, Decision = null });
        return Task.FromResult<Answer<ReviewState>>(new Answer<ReviewState>.Applied(ReviewState.Open));
    }

    private Task<Answer<ReviewState>> ChangeAsync(ReviewId id, ReviewChange change, Actor actor, IdempotencyKey key, CancellationToken cancellation)
    {
        Changed.Add((id, change));
        if (RefuseWith is { } refusal)
        {
            return Task.FromResult<Answer<ReviewState>>(new Answer<ReviewState>.NotAllowed(refusal));
        }

        Set(id, row => change switch
        {
            ReviewChange.Claim => row with { Claim = new ReviewClaim(actor.Name, Clock.Now + ReviewDesk.ClaimLength) },
            ReviewChange.Unclaim => row with { Claim = null },
            ReviewChange.Defer defer => row with { DeferredUntil = defer.Until },
            ReviewChange.Delegate { To: var to } => row with { Queue = to.Queue ?? row.Queue, Assignee = to.Person },
            _ => row,
        });
        return Task.FromResult<Answer<ReviewState>>(new Answer<ReviewState>.Applied(ReviewState.Open));
    }

    /// <summary>What a test changes about a review.</summary>
    public sealed class Shape
    {
        public string Title { get; set; } = "";

        public string? Instructions { get; set; }

        public ReviewState State { get; set; }

        public ReviewSubject Subject { get; set; }

        public Risk Risk { get; set; } = Risk.Medium;

        public string Queue { get; set; } = "editors";

        public ArtifactKind Kind { get; set; } = ArtifactKind.Text;

        public JsonElement Content { get; set; } = JsonSerializer.SerializeToElement("Hello");

        public JsonElement Subjected { get; set; } = EngineJson.Parse("""{"text":"Hello"}""");

        public IReadOnlyList<string> Editable { get; set; } = ["text"];

        public JsonElement? Form { get; set; }

        public IReadOnlyList<Verdict> Allowed { get; set; } = [Verdict.Approve, Verdict.Amend, Verdict.SendBack, Verdict.Reject];

        public IReadOnlyList<string> Reasons { get; set; } = ["Wrong tone", "Not true"];

        public IReadOnlyList<string> Then { get; set; } = ["publish"];

        public IReadOnlyList<Evidence> Evidence { get; set; } = [];

        public IReadOnlyList<ReviewRound> Rounds { get; set; } = [];

        public ReviewDecision? Decision { get; set; }
    }
}
