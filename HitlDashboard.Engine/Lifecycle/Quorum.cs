using HitlDashboard.Engine.Definitions;

namespace HitlDashboard.Engine.Lifecycle;

/// <summary>Something that a person said about a review which waits for others.</summary>
/// <param name="Person">Who, as the rules count people: a key counts as its owner.</param>
/// <param name="Verdict">Approve, or Amend of the content that <paramref name="Version"/> has.</param>
/// <param name="Version">The version of the content that it stands for.</param>
/// <param name="Counts">Whether it counts as an approval of that content.</param>
public sealed record Vote(string Person, Verdict Verdict, int Version, bool Counts);

/// <summary>Who took which part in a run, as far as separation of duties asks.</summary>
/// <param name="Starter">Who started the run.</param>
/// <param name="Amenders">Who changed the content of this review.</param>
/// <param name="PreviousReviewers">Who decided earlier rounds, or steps that come before.</param>
public sealed record DutyFacts(string Starter, IReadOnlyCollection<string> Amenders, IReadOnlyCollection<string> PreviousReviewers);

/// <summary>How many approvals a review needs, whose count, and what each does. Pure.</summary>
public static class Quorum
{
    /// <summary>Approvals of the current content so far. An amend makes new content, for which earlier approvals do not count.</summary>
    public static int Given(IEnumerable<Vote> votes, int version) => votes.Where(vote => vote.Counts && vote.Version == version).Select(vote => Key(vote.Person)).Distinct(StringComparer.Ordinal).Count();

    /// <summary>Whether this person's approval of the current content counts already.</summary>
    public static bool Has(IEnumerable<Vote> votes, int version, string person) => votes.Any(vote => vote.Counts && vote.Version == version && Key(vote.Person) == Key(person));

    /// <summary>Whether an amend leaves the review open for others to approve the changed content, rather than releasing it.</summary>
    public static bool Revises(ReviewRequest request) => request.Approvals > 1 || request.Exclude.Contains(ExcludedPerson.Amender);

    /// <summary>Which rule keeps this person from approving, or null.</summary>
    public static ExcludedPerson? Excludes(ReviewRequest request, string person, DutyFacts duties) =>
        request.Exclude.Where(rule => People(rule, duties).Any(other => Key(other) == Key(person))).Select(rule => (ExcludedPerson?)rule).FirstOrDefault();

    /// <summary>The steps that come before a step: what it needs with all that was planned by it, and what those need.</summary>
    public static IReadOnlySet<string> Before(WorkflowDefinition definition, string step)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>([step]);
        while (open.TryPop(out var next))
        {
            foreach (var need in RunGraph.Needs(definition, definition.Step(next)).Where(found.Add))
            {
                open.Push(need);
            }
        }

        return found;
    }

    private static IEnumerable<string> People(ExcludedPerson rule, DutyFacts duties) => rule switch
    {
        ExcludedPerson.Starter => [duties.Starter],
        ExcludedPerson.Amender => duties.Amenders,
        ExcludedPerson.PreviousReviewer => duties.PreviousReviewers,
    };

    // Names of accounts differ by more than case.
    private static string Key(string person) => person.ToUpperInvariant();
}
