using HitlDashboard.Engine.Definitions;

namespace HitlDashboard.Tests.Engine.Definitions;

/// <summary>The keys of a review that say who decides and until when.</summary>
public sealed class PeopleRulesYamlTests
{
    [Theory]
    [InlineData("approvals: 0", "expected 1 to 20")]
    [InlineData("exclude: [started]", "did you mean 'starter'")]
    [InlineData("reminders: [50%]", "'reminders' needs 'due'")]
    [InlineData("{ due: 4h, reminders: [100%] }", "found '100%', expected a share of the time as 50%")]
    [InlineData("{ due: 4h, reminders: [4h] }", "expected less")]
    [InlineData("notify: [webhoook]", "did you mean 'webhook'")]
    [InlineData("{ due: 1h, onTimeout: escalate }", "needs 'escalateTo'")]
    [InlineData("escalateTo: ['@']", "a queue, or a person as @name")]
    [InlineData("{ due: 1h, onTimeout: approve, approvals: 2 }", "worthless")]
    [InlineData("due: { within: 4h }", "due needs 'calendar'")]
    [InlineData("due: { within: soon, calendar: office }", "found 'soon', expected a duration")]
    [InlineData("due: { within: 4h, calendar: ofice }", "there is no calendar 'ofice' in the settings; did you mean 'office'; expected one of always, office.")]
    public void Read_Mistake_IsSaid(string review, string part)
    {
        var read = Read(review);

        Assert.Null(read.Definition);
        Assert.Contains(read.Errors, error => error.ToString().Contains(part, StringComparison.Ordinal));
        Assert.All(read.Errors, error => Assert.Equal(5, error.Line));
    }

    [Fact]
    public void Read_EveryKey_GivesTheRules()
    {
        var review = Read(
            "{ due: { within: 4h, calendar: office }, reminders: [50%, 1h], onTimeout: escalate, escalateTo: [leads, '@ana'], notify: [webhook], approvals: 2, exclude: [starter, amender, previousReviewer] }")
            .Definition!.Step("one").Review!;

        Assert.Equal((TimeSpan.FromHours(4), "office", TimeoutRule.Escalate, 2), (review.Due, review.Calendar, review.OnTimeout, review.Approvals));
        Assert.Equal([new Reminder(0.5, null), new Reminder(null, TimeSpan.FromHours(1))], review.Reminders);
        Assert.Equal(["leads", "@ana"], review.EscalateTo);
        Assert.Equal(["webhook"], review.Notify);
        Assert.Equal([ExcludedPerson.Starter, ExcludedPerson.Amender, ExcludedPerson.PreviousReviewer], review.Exclude);
        Assert.Equal(["leads"], Read("escalateTo: leads").Definition!.Step("one").Review!.EscalateTo);
    }

    [Fact]
    public void Read_WhereTheSettingsAreNotKnown_TakesAnyCalendar() =>
        Assert.NotNull(WorkflowYaml.Read(Text("due: { within: 4h, calendar: ofice }"), "a.yaml").Definition);

    private static DefinitionResult Read(string review) => WorkflowYaml.Read(Text(review), "a.yaml", ["always", "office"]);

    private static string Text(string review) =>
        $"name: a\nsteps:\n  - id: one\n    uses: set\n    review: {(review.StartsWith('{') ? review : $"{{ {review} }}")}\n";
}
