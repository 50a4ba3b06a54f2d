namespace HitlDashboard.Engine.Lifecycle;

/// <summary>Somebody is away, and somebody else stands in. Reviews assigned to them go to the substitute meanwhile.</summary>
/// <param name="Id">Unique.</param>
/// <param name="Person">Who is away, 1 to 100 characters.</param>
/// <param name="Substitute">Who stands in.</param>
/// <param name="From">The first instant.</param>
/// <param name="Until">The instant of return; after <paramref name="From"/>.</param>
public sealed record Absence(Guid Id, string Person, string Substitute, DateTimeOffset From, DateTimeOffset Until)
{
    /// <summary>The longest absence.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    private const int LongestChain = 10;

    /// <summary>Whether they are away at this instant.</summary>
    public bool Covers(DateTimeOffset now) => From <= now && now < Until;

    /// <summary>Who answers for a person at this instant: themselves, their substitute, or the substitute's. Where everybody of a chain is away nobody stands in.</summary>
    public static string StandIn(string person, IReadOnlyCollection<Absence> absences, DateTimeOffset now)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { person };
        for (var current = person; seen.Count <= LongestChain;)
        {
            if (absences.FirstOrDefault(absence => absence.Person == current && absence.Covers(now)) is not { } absence)
            {
                return current;
            }

            current = absence.Substitute;
            if (!seen.Add(current))
            {
                break;
            }
        }

        return person;
    }

    /// <summary>Everybody whose reviews this person answers for at this instant.</summary>
    public static IReadOnlyList<string> AnswersFor(string person, IReadOnlyCollection<Absence> absences, DateTimeOffset now) =>
        [.. absences.Select(absence => absence.Person).Append(person).Distinct(StringComparer.Ordinal).Where(other => StandIn(other, absences, now) == person)];

    /// <summary>Why this absence can't be added to those that are known, or null.</summary>
    public Refusal? Problem(IReadOnlyCollection<Absence> known, DateTimeOffset now)
    {
        if (Person.Trim().Length is 0 or > 100 || Substitute.Trim().Length is 0 or > 100 || Person == Substitute)
        {
            return new Refusal("invalid-input", "Say who is away and who else stands in, 1 to 100 characters each.");
        }

        if (Until <= From || Until <= now || Until - From > Longest)
        {
            return new Refusal("invalid-input", $"An absence ends after it begins, in the future, and takes at most {Longest.TotalDays:0} days.");
        }

        if (known.FirstOrDefault(other => other.Person == Person && other.Until > From && other.From < Until) is { } overlap)
        {
            return new Refusal("absence-overlaps", $"{Person} is away from {overlap.From:O} to {overlap.Until:O} already: remove that first.");
        }

        return Loops(known) is { } chain
            ? new Refusal("substitution-loop", $"Nobody would be left: {chain}. Choose somebody who is there, and at most {LongestChain} in a row.")
            : null;
    }

    /// <summary>The chain of substitutes that comes back or gets too long within this absence, or null.</summary>
    private string? Loops(IReadOnlyCollection<Absence> known)
    {
        var all = known.Append(this).ToList();
        foreach (var instant in all.Where(other => other.From >= From && other.From < Until).Select(other => other.From).Append(From).Distinct())
        {
            List<string> chain = [Person];
            while (all.Find(other => other.Person == chain[^1] && other.Covers(instant)) is { } next)
            {
                chain.Add(next.Substitute);
                if (chain.Count > LongestChain || chain.Take(chain.Count - 1).Contains(next.Substitute, StringComparer.Ordinal))
                {
                    return string.Join(" → ", chain);
                }
            }
        }

        return null;
    }
}
