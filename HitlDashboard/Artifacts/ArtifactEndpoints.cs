using HitlDashboard.Doors;
using HitlDashboard.Engine.Artifacts;
using HitlDashboard.Engine.Lifecycle;
using Microsoft.Net.Http.Headers;

namespace HitlDashboard.Artifacts;

/// <summary>Stored files over REST. They come from automations: browsers are told to save them, not to guess, and to run nothing.</summary>
internal static class ArtifactEndpoints
{
    public static void MapArtifacts(this IEndpointRouteBuilder api) =>
        api.MapGet("/artifacts/{id:guid}", GetAsync).Named("getArtifact", "Artifacts", "Gives a stored file's bytes.")
            .WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(byte[]), ["application/octet-stream"])).Refuses(404);

    private static async Task<IResult> GetAsync(Guid id, HttpResponse response, ArtifactQueries queries, ArtifactStore store, CancellationToken cancellation)
    {
        if (await queries.GetAsync(new ArtifactId(id), cancellation) is not { } artifact)
        {
            return Answers.NotFound("such artifact");
        }

        response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        response.Headers.XContentTypeOptions = "nosniff";
        var mediaType = MediaTypeHeaderValue.TryParse(artifact.MediaType, out var parsed) ? parsed.ToString() : "application/octet-stream";
        return Results.Stream(store.OpenRead(artifact.Id), mediaType, artifact.Name, entityTag: new EntityTagHeaderValue($"\"{artifact.Sha256}\""), enableRangeProcessing: true);
    }
}
