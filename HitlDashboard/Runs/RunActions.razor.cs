using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Runs;
using HitlDashboard.SignIn;
using Microsoft.AspNetCore.Components;

namespace HitlDashboard.Runs;

/// <summary>Pause, resume and cancel. The page itself learns of the new state through its live updates.</summary>
public sealed partial class RunActions
{
    private RunAction? _asked;
    private string? _reason;
    private string? _refusal;
    private bool _isBusy;

    /// <summary>The run.</summary>
    [Parameter]
    [EditorRequired]
    public RunSummary Run { get; set; } = default!;

    [Inject]
    private ChangeRun Change { get; init; } = default!;

    [Inject]
    private CurrentActor Actor { get; init; } = default!;

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        // The run may have ended while somebody read the question.
        if (_asked is { } action && !_isBusy && !RunAction.For(Run.State).Contains(action))
        {
            _asked = null;
        }
    }

    private async Task AskAsync(RunAction action)
    {
        (_refusal, _reason) = (null, null);
        if (action.Question is not null)
        {
            _asked = action;
            return;
        }

        await DoAsync(action);
    }

    private async Task DoAsync(RunAction action)
    {
        if (_isBusy)
        {
            return;
        }

        _isBusy = true;
        try
        {
            var reason = string.IsNullOrWhiteSpace(_reason) ? null : _reason.Trim();
            var answer = await SubmitAsync(action.Trigger, await Actor.GetAsync(), reason);
            _refusal = answer.Refused?.Message;
            _asked = null;
        }
        catch (UnauthorizedAccessException problem)
        {
            _refusal = problem.Message;
        }
        finally
        {
            _isBusy = false;
        }
    }

    private Task<Answer<RunState>> SubmitAsync(RunTrigger trigger, Actor actor, string? reason) => trigger switch
    {
        RunTrigger.Pause => Change.PauseAsync(Run.Id, actor, reason),
        RunTrigger.Resume => Change.ResumeAsync(Run.Id, actor, reason),
        RunTrigger.Cancel => Change.CancelAsync(Run.Id, actor, reason),
        RunTrigger.Complete or RunTrigger.Fail or RunTrigger.Reopen => throw new InvalidOperationException($"Nobody may {trigger} a run by hand."),
    };
}
