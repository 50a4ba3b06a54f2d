using HitlDashboard.Doors;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Reviews;
using HitlDashboard.SignIn;

namespace HitlDashboard.Inbox;

/// <summary>Who is away and who stands in, over REST.</summary>
internal static class AbsenceEndpoints
{
    private const string Tag = "Absences";

    public static void MapAbsences(this IEndpointRouteBuilder api)
    {
        api.MapGet("/absences", ListAsync).Named("listAbsences", Tag, "Lists absences that are not over, the next first.").Gives<ApiPage<ApiAbsence>>();
        api.MapPost("/absences", AddAsync)
            .Named("addAbsence", Tag, "Notes an absence.", "Reviews assigned to the person go to the substitute meanwhile, and back after. Somebody else's needs the role admin.")
            .Changes(Policies.Supervisor).Gives<ApiAbsence>().Refuses(409);
        api.MapDelete("/absences/{id:guid}", RemoveAsync)
            .Named("removeAbsence", Tag, "Ends or calls off an absence.", "Somebody else's needs the role admin.")
            .Changes(Policies.Supervisor).Gives<ApiRemoved>().Refuses(404, 409);
    }

    private static async Task<IResult> ListAsync(AbsenceQueries queries, CancellationToken cancellation) =>
        new Answered(new ApiPage<ApiAbsence>([.. (await queries.ListAsync(cancellation)).Select(ApiAbsence.Of)], null));

    private static async Task<IResult> AddAsync(HttpContext context, AbsenceBody body, ChangeAbsence change, AccountRoster roster, CancellationToken cancellation)
    {
        var actor = CurrentActor.Of(context.User);
        var person = body.Person is null ? actor.Person : roster.FindPerson(body.Person.Trim());
        var substitute = roster.FindPerson(body.Substitute.Trim());
        if (person is null || substitute is null)
        {
            return new Refused(Problem.Of(422, "unknown-person", $"There is no account named {(person is null ? body.Person : body.Substitute)}."));
        }

        var answer = await change.AddAsync(person, substitute, body.From, body.Until, actor, RequestKey.Of(context), cancellation);
        return Answers.Refusal(answer) ?? new Answered(ApiAbsence.Of(answer.Value!));
    }

    private static async Task<IResult> RemoveAsync(HttpContext context, Guid id, ChangeAbsence change, CancellationToken cancellation)
    {
        var answer = await change.RemoveAsync(id, CurrentActor.Of(context.User), RequestKey.Of(context), cancellation);
        return Answers.Refusal(answer) ?? new Answered(new ApiRemoved(id));
    }
}

/// <summary>Who is away, from when until when, and who stands in.</summary>
internal sealed record AbsenceBody
{
    /// <summary>Who is away; the caller where it is left out.</summary>
    public string? Person { get; init; }

    /// <summary>Who stands in.</summary>
    public required string Substitute { get; init; }

    /// <summary>The first instant.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>The instant of return, at most 366 days later.</summary>
    public required DateTimeOffset Until { get; init; }
}

/// <summary>An absence.</summary>
internal sealed record ApiAbsence(Guid Id, string Person, string Substitute, DateTimeOffset From, DateTimeOffset Until)
{
    public static ApiAbsence Of(Absence absence) => new(absence.Id, absence.Person, absence.Substitute, absence.From, absence.Until);
}

/// <summary>What was removed.</summary>
/// <param name="Id">Its id.</param>
internal sealed record ApiRemoved(Guid Id);
