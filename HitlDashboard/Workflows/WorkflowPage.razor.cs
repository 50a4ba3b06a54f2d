using System.Text.Json;
using HitlDashboard.Engine;
using HitlDashboard.Engine.Events;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Runs;
using HitlDashboard.Engine.Workflows;
using HitlDashboard.Graph;
using HitlDashboard.Live;
using HitlDashboard.Ui;
using Microsoft.AspNetCore.Components;

namespace HitlDashboard.Workflows;

/// <summary>One workflow: graph, start form, source and versions; the view is in the URL. Live.</summary>
public sealed partial class WorkflowPage
{
    private static readonly (string View, string Label)[] Views = [("graph", "Graph"), ("start", "Start"), ("source", "Source"), ("versions", "Versions")];

    private Reading<WorkflowDetail> _workflow = default!;
    private string? _name;
    private string? _likeRead;
    private JsonElement? _like;
    private IDisposable? _live;

    /// <summary>The workflow's name.</summary>
    [Parameter]
    public string Name { get; set; } = "";

    [SupplyParameterFromQuery(Name = "view")]
    private string? ViewName { get; set; }

    [SupplyParameterFromQuery]
    private string? Step { get; set; }

    /// <summary>A run whose input the start form begins with.</summary>
    [SupplyParameterFromQuery]
    private string? Like { get; set; }

    [Inject]
    private WorkflowQueries Workflows { get; init; } = default!;

    [Inject]
    private RunQueries Runs { get; init; } = default!;

    [Inject]
    private StepGraphs Graphs { get; init; } = default!;

    [Inject]
    private EngineOptions Options { get; init; } = default!;

    [Inject]
    private LiveUpdates Updates { get; init; } = default!;

    [Inject]
    private ILogger<WorkflowPage> Log { get; init; } = default!;

    [Inject]
    private TimeProvider Clock { get; init; } = default!;

    private string View => Views.Any(view => view.View == ViewName) ? ViewName! : "graph";

    private bool IsLikeRead => Like is null || _likeRead == Like;

    /// <inheritdoc />
    public void Dispose()
    {
        _live?.Dispose();
        _workflow.Dispose();
    }

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        _workflow = new Reading<WorkflowDetail>(Log, Clock);
        _live = Updates.Subscribe(Concerns, () => InvokeAsync(ReloadAsync));
    }

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (_name == Name && IsLikeRead && !_workflow.IsFirst)
        {
            return;
        }

        if (_name != Name)
        {
            _name = Name;
            _workflow.Reset();
        }

        await ReloadAsync();
    }

    private bool Concerns(EngineEvent change) => change switch
    {
        EngineEvent.WorkflowChanged workflow => workflow.Workflow == _name,
        EngineEvent.RunChanged run => run.Workflow == _name,
        _ => false,
    };

    private async Task ReloadAsync()
    {
        var (name, like) = (Name, Like);
        var isNews = await _workflow.ReadAsync(async cancellation =>
        {
            if (like is not null && _likeRead != like)
            {
                var earlier = RunId.TryParse(like, null, out var run) ? await Runs.GetAsync(run, cancellation) : null;
                (_like, _likeRead) = (earlier?.Summary.Workflow == name ? earlier.Input : null, like);
            }

            return await Workflows.GetAsync(name, cancellation);
        });
        if (isNews)
        {
            StateHasChanged();
        }
    }

    private string Address(string view) => view == "graph" ? $"/workflows/{Name}" : $"/workflows/{Name}?view={view}";
}
