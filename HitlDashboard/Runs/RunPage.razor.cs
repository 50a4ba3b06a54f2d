using HitlDashboard.Engine.Events;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Runs;
using HitlDashboard.Graph;
using HitlDashboard.Live;
using HitlDashboard.Ui;
using Microsoft.AspNetCore.Components;

namespace HitlDashboard.Runs;

/// <summary>One run: graph, tasks, history and values from one reading, with one selection in the URL. Live.</summary>
public sealed partial class RunPage
{
    private Reading<RunDetail> _run = default!;
    private RunHistory? _history;
    private RunId? _id;
    private StepSelection _selection = new();
    private IReadOnlyDictionary<string, string> _names = new Dictionary<string, string>();
    private IDisposable? _live;

    /// <summary>The run's id.</summary>
    [Parameter]
    public string Id { get; set; } = "";

    [SupplyParameterFromQuery]
    private string? Step { get; set; }

    [SupplyParameterFromQuery]
    private int? Index { get; set; }

    [Inject]
    private RunQueries Runs { get; init; } = default!;

    [Inject]
    private HistoryQueries History { get; init; } = default!;

    [Inject]
    private StepGraphs Graphs { get; init; } = default!;

    [Inject]
    private LiveUpdates Updates { get; init; } = default!;

    [Inject]
    private ILogger<RunPage> Log { get; init; } = default!;

    [Inject]
    private TimeProvider Clock { get; init; } = default!;

    /// <inheritdoc />
    public void Dispose()
    {
        _live?.Dispose();
        _run.Dispose();
    }

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        _run = new Reading<RunDetail>(Log, Clock);
        _live = Updates.Subscribe(Concerns, () => InvokeAsync(ReloadAsync));
    }

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        _selection = new StepSelection(string.IsNullOrEmpty(Step) ? null : Step, Index);
        RunId? id = RunId.TryParse(Id, null, out var parsed) ? parsed : null;
        if (id == _id && !_run.IsFirst)
        {
            return;
        }

        _id = id;
        _history = id is { } run ? new RunHistory(History, run) : null;
        _run.Reset();
        await ReloadAsync();
    }

    private bool Concerns(EngineEvent change) => change switch
    {
        EngineEvent.RunChanged run => run.RunId == _id,
        EngineEvent.TaskChanged task => task.RunId == _id,
        EngineEvent.ReviewChanged review => review.RunId == _id,
        _ => false,
    };

    private async Task ReloadAsync()
    {
        var (id, history) = (_id, _history);
        var isNews = await _run.ReadAsync(async cancellation =>
        {
            if (id is not { } run || await Runs.GetAsync(run, cancellation) is not { } found)
            {
                return null;
            }

            await history!.ReadOnAsync(cancellation);
            return found;
        });
        if (isNews)
        {
            _names = _run.Value?.Definition.Steps.ToDictionary(step => step.Id, step => step.Name, StringComparer.Ordinal) ?? _names;
            StateHasChanged();
        }
    }
}
