using HitlDashboard.Engine.Definitions.Yaml;

namespace HitlDashboard.Engine.Definitions.Validation;

/// <summary>Reads a review block and refuses keys that make no sense together.</summary>
internal sealed class ReviewReader(MapReader map, string uses, bool hasForm, Place place, ReadContext context)
{
    private static readonly ReviewDefinition Defaults = new();

    public ReviewDefinition Read()
    {
        var goTo = GoTo();
        var show = map.Inner("show");
        var due = map.Inner("due");
        var review = new ReviewDefinition
        {
            Title = Template(map, "title"),
            Instructions = Template(map, "instructions"),
            Kind = show?.Word<ArtifactKind>("kind") ?? Defaults.Kind,
            Show = show is null ? null : Template(show, "value") ?? Template(show, "artifact"),
            Evidence = Evidence(),
            Edit = map.Texts("edit"),
            Form = context.Schema(map.Node("form"), map.At("form")),
            Before = map.Boolean("before") ?? Defaults.Before,
            When = context.Condition(map.Node("when"), map.At("when"), place),
            Sample = map.Number("sample") ?? Defaults.Sample,
            Queue = map.Text("queue") ?? Defaults.Queue,
            Risk = map.Word<Risk>("risk") ?? Defaults.Risk,
            Undo = map.Number("undo") is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            Priority = map.Integer("priority") ?? Defaults.Priority,
            Due = due?.Duration("within") ?? map.Duration("due"),
            Calendar = Calendar(due),
            OnTimeout = map.Word<TimeoutRule>("onTimeout"),
            OnReject = goTo is null ? map.Word<RejectRule>("onReject") ?? Defaults.OnReject : RejectRule.GoTo,
            GoTo = goTo,
            Rounds = map.Integer("rounds") ?? Defaults.Rounds,
        };
        review = WithPeople(review);
        new ReviewRules(map, review, uses, hasForm).Check();
        if (show?.Node("value") is not null && show.Node("artifact") is not null)
        {
            show.Fail("artifact", "'value' and 'artifact' exclude each other; remove one.");
        }

        return review;
    }

    private GoTo? GoTo()
    {
        if (map.Inner("onReject") is not { } rule || rule.Text("goto") is not { } step)
        {
            return null;
        }

        context.References.Add(new Reference(null, step, rule.Node("goto")!, rule.At("goto"), place) { GoesBack = true });
        return new GoTo(step, rule.Integer("rounds") ?? 3);
    }

    private ReviewDefinition WithPeople(ReviewDefinition review) => review with
    {
        Reminders = Reminders(),
        Approvals = map.Integer("approvals") ?? Defaults.Approvals,
        Exclude = [.. map.Texts("exclude").Select(word => Enum.TryParse<ExcludedPerson>(word, ignoreCase: true, out var who) ? who : default).Distinct()],
        EscalateTo = map.Text("escalateTo") is { } one ? [one] : map.Texts("escalateTo"),
        Notify = map.Texts("notify"),
        Assignees = map.Texts("assignees"),
        Reasons = map.Texts("reasons"),
    };

    private ValueTemplate? Template(MapReader from, string key) => context.Template(from.Node(key), from.At(key), place);

    private string? Calendar(MapReader? due)
    {
        var name = due?.Text("calendar");
        if (name is not null && context.Calendars is { } known && !known.Contains(name))
        {
            due!.Fail("calendar", $"there is no calendar '{name}' in the settings{Nearest.Hint(name, known)}; expected one of {string.Join(", ", known.Order(StringComparer.Ordinal))}.");
        }

        return name;
    }

    private List<Reminder> Reminders()
    {
        var reminders = new List<Reminder>();
        foreach (var text in map.Texts("reminders"))
        {
            if (Reminder.Read(text) is { } reminder)
            {
                reminders.Add(reminder);
            }
            else
            {
                map.FailItem("reminders", text, $"found '{text}', expected a share of the time as 50%, or a time before due as 1h.");
            }
        }

        return reminders;
    }

    private List<EvidenceDefinition> Evidence()
    {
        var facts = new List<EvidenceDefinition>();
        for (var i = 0; map.Node("evidence") is YamlList list && i < list.Items.Count; i++)
        {
            if (list.Items[i] is YamlMap item)
            {
                var fact = new MapReader(item, $"{map.At("evidence")}[{i}]", ReviewFormat.Evidence, context);
                if (fact.Text("label") is { } label && Template(fact, "value") is { } value)
                {
                    facts.Add(new EvidenceDefinition(label, value));
                }
            }
        }

        return facts;
    }
}
