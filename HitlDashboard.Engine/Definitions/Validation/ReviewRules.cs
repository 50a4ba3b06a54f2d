using HitlDashboard.Engine.Definitions.Yaml;

namespace HitlDashboard.Engine.Definitions.Validation;

/// <summary>Which keys of a review block make sense together.</summary>
internal sealed class ReviewRules(MapReader map, ReviewDefinition review, string uses, bool hasForm)
{
    private static readonly string[] UselessForHuman = ["before", "when", "sample", "form", "edit", "rounds"];

    public void Check()
    {
        CheckEdit();
        CheckTimeout();
        CheckPeople();
        if (Has("sample") && !Has("when"))
        {
            map.Fail("sample", "'sample' has no effect without 'when': everything is asked for anyway; add when or remove sample.");
        }

        if (review.Before && Has("rounds"))
        {
            map.Fail("rounds", "'rounds' has no effect with 'before: true': an action that has not run can't be sent back; remove it.");
        }

        CheckUndo();
        CheckHuman();
    }

    private void CheckEdit()
    {
        if (Has("edit") && !Has("show"))
        {
            map.Fail("edit", "'edit' needs 'show': say what the reviewer sees while changing it, as show: { kind: json }.");
        }

        foreach (var path in review.Edit.Where(path => !ValuePath.TryParse(path, out _)))
        {
            map.FailItem("edit", path, $"found '{path}', expected a path in the output as text or items[0].title.");
        }
    }

    private void CheckTimeout()
    {
        if (review.OnTimeout is not null && !Has("due"))
        {
            map.Fail("onTimeout", "'onTimeout' needs 'due': without it a review never times out.");
        }

        if (review is { OnTimeout: TimeoutRule.Approve, Risk: Risk.High or Risk.Critical })
        {
            map.Fail("onTimeout", $"'onTimeout: approve' is never allowed with risk {(review.Risk == Risk.High ? "high" : "critical")}; use reject or escalate.");
        }

        if (review.OnTimeout == TimeoutRule.Escalate && !Has("escalateTo"))
        {
            map.Fail("onTimeout", "'onTimeout: escalate' needs 'escalateTo': say where it goes, as escalateTo: leads.");
        }

        if (Has("reminders") && !Has("due"))
        {
            map.Fail("reminders", "'reminders' needs 'due': without it there is no time to be reminded of.");
        }

        foreach (var reminder in review.Reminders.Where(reminder => reminder.Before >= review.Due))
        {
            map.Fail("reminders", $"found a reminder {Durations.ToIso(reminder.Before!.Value)} before due, but there are only {Durations.ToIso(review.Due!.Value)} to decide; expected less.");
        }
    }

    private void CheckPeople()
    {
        if (review.OnTimeout == TimeoutRule.Approve && (review.Approvals > 1 || review.Exclude.Count > 0))
        {
            map.Fail("onTimeout", "'onTimeout: approve' makes 'approvals' and 'exclude' worthless: nobody would have approved; use reject or escalate.");
        }

        if (review.Assignees.Count > 1)
        {
            map.Fail("assignees", $"found {review.Assignees.Count} names, expected at most 1: one is asked first; name those who come next in escalateTo.");
        }

        foreach (var step in review.EscalateTo.Where(step => step.Trim() is "" or "@" || step.Length > 100))
        {
            map.FailItem("escalateTo", step, $"found '{step}', expected a queue, or a person as @name, 1 to 100 characters.");
        }
    }

    private void CheckUndo()
    {
        var least = TimeSpan.FromSeconds(review.Risk switch { Risk.Critical => 30, Risk.High => 15, Risk.Medium or Risk.Low => 8 });
        if (review.Undo < least)
        {
            map.Fail("undo", $"found {review.Undo.Value.TotalSeconds} seconds, expected at least the {least.TotalSeconds} of this risk: undo can only be lengthened.");
        }
    }

    private void CheckHuman()
    {
        if (uses != "human")
        {
            return;
        }

        if (hasForm && review.OnTimeout == TimeoutRule.Approve)
        {
            map.Fail("onTimeout", "'onTimeout: approve' can't answer a form: nobody would have filled in the form; use reject or escalate.");
        }

        foreach (var key in UselessForHuman.Where(Has))
        {
            map.Fail(key, $"'{key}' has no effect on a human step: it is the review; remove it.");
        }
    }

    private bool Has(string key) => map.Map.Entry(key)?.Value is not (null or YamlScalar { Kind: ScalarKind.Null });
}
