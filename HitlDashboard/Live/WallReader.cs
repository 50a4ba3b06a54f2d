using HitlDashboard.Engine.Analytics;

namespace HitlDashboard.Live;

/// <summary>The wall's figures for many watchers: read at most once a second, however many ask.</summary>
internal sealed class WallReader(WallQueries queries, TimeProvider clock) : IDisposable
{
    /// <summary>How old figures may be.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private WallFigures? _figures;

    public async Task<WallFigures> ReadAsync(CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            return _figures = _figures is { } known && clock.GetUtcNow() - known.At < Freshness ? known : await queries.ReadAsync(cancellation: cancellation);
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();
}
