using HitlDashboard.Engine.Definitions;

namespace HitlDashboard.Engine.Integrity;

/// <summary>Everything that a file says about one run.</summary>
internal sealed class RunRecord(
    StoredRun run, WorkflowDefinition? definition, List<StoredTask> tasks, List<StoredReview> reviews, List<StoredDecision> decisions, List<StoredEntry> entries)
{
    private readonly ILookup<Guid?, StoredEntry> _byTask = entries.Where(entry => entry.Kind == "task").ToLookup(entry => entry.TaskId);
    private readonly ILookup<Guid?, StoredEntry> _byReview = entries.Where(entry => entry.Kind == "review").ToLookup(entry => entry.ReviewId);
    private readonly ILookup<Guid, StoredReview> _reviewsOf = reviews.ToLookup(review => review.TaskId);
    private readonly ILookup<Guid, StoredDecision> _decisionsOf = decisions.ToLookup(decision => decision.ReviewId);
    private readonly Dictionary<Guid, StoredTask> _tasks = tasks.ToDictionary(task => task.Id);

    public StoredRun Run => run;

    /// <summary>Null where the file does not have it, or this program can't read it.</summary>
    public WorkflowDefinition? Definition => definition;

    public IReadOnlyList<StoredTask> Tasks => tasks;

    public IReadOnlyList<StoredReview> Reviews => reviews;

    /// <summary>The run's whole history in order.</summary>
    public IReadOnlyList<StoredEntry> Entries => entries;

    public StoredTask? Task(Guid id) => _tasks.GetValueOrDefault(id);

    public IEnumerable<StoredEntry> EntriesOf(StoredTask task) => _byTask[task.Id];

    public IEnumerable<StoredEntry> EntriesOf(StoredReview review) => _byReview[review.Id];

    public IEnumerable<StoredReview> ReviewsOf(StoredTask task) => _reviewsOf[task.Id];

    public IReadOnlyList<StoredDecision> DecisionsOf(StoredReview review) => [.. _decisionsOf[review.Id]];

    /// <summary>"Retry from here" and skipping a failure remove the rows of tasks that followed from a failure; their history stays. Whether that happened after an entry.</summary>
    public bool IsForgottenAfter(long seq) => entries.Exists(entry => entry.Seq > seq && (entry.Trigger == "Reopen" || entry is { Trigger: "Skip", From: "Failed" }));

    public Violation Broken(string invariant, string message) => new(invariant, $"run {run.Id} (#{run.Number})", message);

    public Violation Broken(string invariant, StoredTask task, string message) =>
        new(invariant, $"task {task.Id} ({task.StepId}{(task.Index < 0 ? "" : $"[{task.Index}]")}) of run #{run.Number}", message);

    public Violation Broken(string invariant, StoredReview review, string message) =>
        new(invariant, $"review {review.Id} ({review.StepId}) of run #{run.Number}", message);
}
