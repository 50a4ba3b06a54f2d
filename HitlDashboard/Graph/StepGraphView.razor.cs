using System.Globalization;
using HitlDashboard.Ui;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace HitlDashboard.Graph;

/// <summary>
/// Draws a workflow, with what its steps show of a run. Boxes are links, so that the selection lives in the URL; graph.js moves the focus along the edges and zooms.
/// </summary>
public sealed partial class StepGraphView
{
    private ElementReference _element;
    private IJSObjectReference? _module;
    private IJSObjectReference? _attached;

    /// <summary>The drawing.</summary>
    [Parameter]
    [EditorRequired]
    public StepGraph Graph { get; set; } = default!;

    /// <summary>What each step shows, by id; null draws the definition alone.</summary>
    [Parameter]
    public IReadOnlyDictionary<string, StepFace>? Faces { get; set; }

    /// <summary>The selected step, or null.</summary>
    [Parameter]
    public string? Selected { get; set; }

    /// <summary>The address that selects a step.</summary>
    [Parameter]
    [EditorRequired]
    public Func<string, string> Href { get; set; } = default!;

    /// <summary>What is drawn, for screen readers.</summary>
    [Parameter]
    public string Label { get; set; } = "Steps";

    [Inject]
    private IJSRuntime Script { get; init; } = default!;

    private string TabStop => Selected is not null && Graph.Nodes.Any(node => node.Id == Selected) ? Selected : Graph.Nodes[0].Id;

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_attached is not null)
            {
                await _attached.InvokeVoidAsync("detach");
                await _attached.DisposeAsync();
            }

            await (_module?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
        catch (Exception exception) when (exception is JSDisconnectedException or OperationCanceledException)
        {
            // The browser is gone, and its module with it.
        }
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _module = await Script.InvokeAsync<IJSObjectReference>("import", "/graph.js");
            _attached = await _module.InvokeAsync<IJSObjectReference>("attach", _element);
        }
    }

    private StepFace? FaceOf(string step) => Faces is null ? null : Faces.GetValueOrDefault(step) ?? StepFace.None;

    private string EdgeClass(GraphEdge edge)
    {
        var isTaken = FaceOf(edge.From)?.IsDone == true && Faces!.ContainsKey(edge.To);
        var isNear = Selected is not null && (edge.From == Selected || edge.To == Selected);
        return $"graph-edge{(isTaken || Faces is null ? " graph-edge-taken" : "")}{(isNear ? " graph-edge-near" : "")}";
    }

    private static string NodeClass(StepFace? face, bool isSelected) =>
        $"graph-node graph-{(face?.Status.Tone ?? Tone.Neutral).ToString().ToLowerInvariant()}"
        + (face == StepFace.None ? " graph-unplanned" : "") + (isSelected ? " graph-selected" : "");

    private static string Name(GraphNode node, StepFace? face) => string.Join(", ", new[]
    {
        node.Name,
        node.Uses,
        face?.Status.Word,
        face?.Note,
        node.AsksPerson ? "a person may be asked" : null,
        node.Needs.Count == 0 ? null : $"after {string.Join(" and ", node.Needs)}",
    }.Where(part => part is not null));

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    private static string Px(double value) => $"{Number(value)}px";
}
