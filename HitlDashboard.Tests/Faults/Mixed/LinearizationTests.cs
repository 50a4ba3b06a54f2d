namespace HitlDashboard.Tests.Faults.Mixed;

/// <summary>The judge of the mixed load, on histories written by hand.</summary>
public sealed class LinearizationTests
{
    private static ReviewOperation Op(int from, int to, string actor, string verb, string heard, string? said = null, string? winner = null) => new(verb, actor, said, from)
    {
        Answered = to, Heard = heard, Winner = winner is null ? null : (winner, "approve"),
    };

    [Fact]
    public void Problem_DecideUndoDecide_IsFine() => Assert.Null(Linearization.Problem(
    [
        Op(0, 1, "ana", "decide", "staged", "approve"), Op(2, 3, "ben", "decide", "already-decided", "reject", "ana"), Op(4, 5, "ben", "undo", "forbidden"), Op(6, 7, "ana", "undo", "ok"),
        Op(8, 9, "ben", "read", "open"), Op(10, 11, "ben", "decide", "decided", "reject"), Op(12, 13, "ana", "cancel", "wrong-state"), Op(14, 15, "ana", "read", "decided"),
    ]));

    [Fact]
    public void Problem_Overlapping_TakesWhicheverOrderFits() => Assert.Null(Linearization.Problem(
        [Op(0, 10, "ana", "decide", "already-decided", "reject", "ben"), Op(1, 9, "ben", "decide", "decided", "approve"), Op(2, 8, "eva", "read", "open"), Op(3, 7, "eva", "read", "decided")]));

    [Fact]
    public void Problem_StagedAndReleasedByItself_IsFine() =>
        Assert.Null(Linearization.Problem([Op(0, 1, "ana", "decide", "staged", "approve"), Op(2, 3, "ana", "read", "staged"), Op(4, 5, "ana", "undo", "not-staged"), Op(6, 7, "ana", "read", "decided")]));

    [Fact]
    public void Problem_NobodyHeardTheAnswer_MayHaveHappenedOrNot()
    {
        var unheard = new ReviewOperation("decide", "ana", "approve", 0);
        Assert.Null(Linearization.Problem([unheard, Op(2, 3, "ben", "decide", "already-decided", "reject", "ana")]));
        Assert.Null(Linearization.Problem([unheard, Op(2, 3, "ben", "decide", "decided", "reject")]));
        Assert.NotNull(Linearization.Problem([unheard, Op(2, 3, "ben", "decide", "already-decided", "reject", "eva")]));
    }

    [Fact]
    public void Problem_TwoWinners_IsFound() =>
        Assert.NotNull(Linearization.Problem([Op(0, 5, "ana", "decide", "decided", "approve"), Op(1, 6, "ben", "decide", "decided", "approve")]));

    [Fact]
    public void Problem_OpenAfterTheDecisionWasAnswered_IsFound() =>
        Assert.NotNull(Linearization.Problem([Op(0, 1, "ana", "decide", "decided", "approve"), Op(2, 3, "ben", "read", "open")]));

    [Fact]
    public void Problem_UndoneAndYetTaken_IsFound() =>
        Assert.NotNull(Linearization.Problem([Op(0, 1, "ana", "decide", "staged", "approve"), Op(2, 3, "ana", "undo", "ok"), Op(4, 5, "ben", "read", "decided")]));

    [Fact]
    public void Problem_WrongWinnerNamed_IsFound() =>
        Assert.NotNull(Linearization.Problem([Op(0, 1, "ana", "decide", "decided", "approve"), Op(2, 3, "ben", "decide", "already-decided", "reject", "eva")]));

    [Fact]
    public void Problem_OpenAfterItsRunWasCancelled_IsFound() =>
        Assert.NotNull(Linearization.Problem([Op(0, 1, "ana", "cancel", "ok"), Op(2, 3, "ben", "desk", "ok")]));
}
