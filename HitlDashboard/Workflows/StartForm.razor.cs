using System.Text.Json;
using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Runs;
using HitlDashboard.SignIn;
using Microsoft.AspNetCore.Components;

namespace HitlDashboard.Workflows;

/// <summary>Starts a run with what the input's schema asks for, and goes to its page.</summary>
public sealed partial class StartForm
{
    private StartDraft _draft = new(null);
    private string? _drawn;
    private string? _title;
    private string? _refusal;
    private bool _isBusy;

    /// <summary>The version that is started.</summary>
    [Parameter]
    [EditorRequired]
    public WorkflowDefinition Definition { get; set; } = default!;

    /// <summary>An earlier run's input to begin with, or null.</summary>
    [Parameter]
    public JsonElement? Like { get; set; }

    [Inject]
    private StartRun Start { get; init; } = default!;

    [Inject]
    private CurrentActor Actor { get; init; } = default!;

    [Inject]
    private NavigationManager Navigation { get; init; } = default!;

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        // A live update must not wipe what somebody has typed; a new version asks anew.
        if (_drawn != Definition.Hash)
        {
            (_drawn, _draft) = (Definition.Hash, new StartDraft(Definition.Input, Like));
        }
    }

    private async Task StartAsync()
    {
        if (_isBusy || _draft.Compose() is not { } input)
        {
            return;
        }

        (_isBusy, _refusal) = (true, null);
        try
        {
            var title = string.IsNullOrWhiteSpace(_title) ? null : _title.Trim();
            var answer = await Start.ExecuteAsync(Definition.Name, input, await Actor.GetAsync(), title);
            if (answer.Refused is { } refusal)
            {
                Show(refusal);
                return;
            }

            Navigation.NavigateTo($"/runs/{answer.Value}");
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

    private void Show(Refusal refusal)
    {
        if (refusal is not { Code: "invalid-input", Details: { } details })
        {
            _refusal = refusal.Message;
            return;
        }

        _refusal = "The input does not fit yet; nothing was started. See the fields below.";
        _draft.Refuse(details.Deserialize<IReadOnlyList<SchemaViolation>>(EngineJson.Options) ?? []);
    }
}
