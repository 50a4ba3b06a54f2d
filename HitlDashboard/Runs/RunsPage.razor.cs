using HitlDashboard.Engine.Events;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Runs;
using HitlDashboard.Engine.Workflows;
using HitlDashboard.Live;
using HitlDashboard.Ui;
using Microsoft.AspNetCore.Components;

namespace HitlDashboard.Runs;

/// <summary>The list of runs: filters in the URL, live.</summary>
public sealed partial class RunsPage
{
    private RunsAddress _address = new();
    private IReadOnlyList<string> _workflows = [];
    private Reading<Page<RunSummary>> _runs = default!;
    private IDisposable? _live;

    [SupplyParameterFromQuery(Name = "state")]
    private string? StateName { get; set; }

    [SupplyParameterFromQuery]
    private string? Workflow { get; set; }

    [SupplyParameterFromQuery]
    private string? Search { get; set; }

    [SupplyParameterFromQuery]
    private string? After { get; set; }

    [Inject]
    private RunQueries Runs { get; init; } = default!;

    [Inject]
    private WorkflowQueries WorkflowList { get; init; } = default!;

    [Inject]
    private LiveUpdates Updates { get; init; } = default!;

    [Inject]
    private NavigationManager Navigation { get; init; } = default!;

    [Inject]
    private ILogger<RunsPage> Log { get; init; } = default!;

    [Inject]
    private TimeProvider Clock { get; init; } = default!;

    /// <inheritdoc />
    public void Dispose()
    {
        _live?.Dispose();
        _runs.Dispose();
    }

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        _runs = new Reading<Page<RunSummary>>(Log, Clock);
        _live = Updates.Subscribe(change => change is not EngineEvent.WorkflowChanged, () => InvokeAsync(ReloadAsync));
    }

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        _address = RunsAddress.From(StateName, Workflow, Search, After);
        await ReloadAsync();
    }

    private async Task ReloadAsync()
    {
        var address = _address;
        var isNews = await _runs.ReadAsync(async cancellation =>
        {
            if (_workflows.Count == 0)
            {
                _workflows = [.. (await WorkflowList.ListAsync(cancellation)).Select(workflow => workflow.Name)];
            }

            return await ReadAsync(address, cancellation);
        });
        if (isNews)
        {
            StateHasChanged();
        }
    }

    private async Task<Page<RunSummary>?> ReadAsync(RunsAddress address, CancellationToken cancellation)
    {
        try
        {
            return await Runs.ListAsync(address.Filter(), cancellation);
        }
        catch (FormatException)
        {
            // A cursor that somebody edited, or that an older version wrote: the first page is the honest answer.
            return await Runs.ListAsync((address with { After = null }).Filter(), cancellation);
        }
    }

    private void Go(RunsAddress address) => Navigation.NavigateTo(address.ToString());
}
