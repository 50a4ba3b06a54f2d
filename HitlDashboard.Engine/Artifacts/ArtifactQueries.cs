using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Persistence;
using Microsoft.EntityFrameworkCore;

namespace HitlDashboard.Engine.Artifacts;

/// <summary>Finds recorded files. Their bytes are in the artifact store.</summary>
public sealed class ArtifactQueries
{
    private readonly IDbContextFactory<EngineDbContext> _contexts;

    internal ArtifactQueries(IDbContextFactory<EngineDbContext> contexts) => _contexts = contexts;

    /// <summary>One recorded file, or null.</summary>
    public async Task<RecordedArtifact?> GetAsync(ArtifactId id, CancellationToken cancellation = default)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellation);
        return await context.Artifacts.Where(row => row.Id == id)
            .Select(row => new RecordedArtifact(row.Id, row.RunId, row.Name, row.MediaType, row.Size, row.Sha256))
            .FirstOrDefaultAsync(cancellation);
    }
}

/// <summary>A file that a task stored.</summary>
/// <param name="Id">Its id.</param>
/// <param name="RunId">The run that it belongs to.</param>
/// <param name="Name">Its name, without folders. From an agent: hostile.</param>
/// <param name="MediaType">As <c>text/markdown</c>.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Sha256">64 lower-case hexadecimal digits.</param>
public sealed record RecordedArtifact(ArtifactId Id, RunId RunId, string Name, string MediaType, long Size, string Sha256);
