using HitlDashboard.Doors;
using HitlDashboard.Engine.Audit;

namespace HitlDashboard.Operations;

/// <summary>The end of the audit chain, for whoever keeps it elsewhere.</summary>
internal static class AuditEndpoints
{
    public static void MapAudit(this IEndpointRouteBuilder api) =>
        api.MapGet("/audit/anchor", Get).Named(
                "getAuditAnchor", "Operations", "Gives the end of the audit chain.",
                "Whoever keeps it can prove later, with `audit verify --anchors`, that nothing before it was changed or cut off. It tells nothing about what is in the history.")
            .Gives<AuditAnchor>().Refuses(404);

    private static IResult Get(AuditTrail trail) => trail.End is { } end ? new Answered(end) : Answers.NotFound("audit trail yet");
}
