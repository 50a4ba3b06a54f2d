using HitlDashboard.Engine;
using HitlDashboard.Engine.Events;
using HitlDashboard.Engine.Workflows;
using HitlDashboard.Live;
using HitlDashboard.Ui;
using Microsoft.AspNetCore.Components;

namespace HitlDashboard.Workflows;

/// <summary>The list of workflows. Live: a saved file is here a moment later.</summary>
public sealed partial class WorkflowsPage
{
    private Reading<IReadOnlyList<WorkflowSummary>> _workflows = default!;
    private IDisposable? _live;

    [Inject]
    private WorkflowQueries Workflows { get; init; } = default!;

    [Inject]
    private EngineOptions Options { get; init; } = default!;

    [Inject]
    private LiveUpdates Updates { get; init; } = default!;

    [Inject]
    private ILogger<WorkflowsPage> Log { get; init; } = default!;

    [Inject]
    private TimeProvider Clock { get; init; } = default!;

    /// <inheritdoc />
    public void Dispose()
    {
        _live?.Dispose();
        _workflows.Dispose();
    }

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        _workflows = new Reading<IReadOnlyList<WorkflowSummary>>(Log, Clock);
        _live = Updates.Subscribe(change => change is EngineEvent.WorkflowChanged or EngineEvent.RunChanged, () => InvokeAsync(ReloadAsync));
        await ReloadAsync();
    }

    private async Task ReloadAsync()
    {
        if (await _workflows.ReadAsync(async cancellation => await Workflows.ListAsync(cancellation)))
        {
            StateHasChanged();
        }
    }
}
