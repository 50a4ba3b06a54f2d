using HitlDashboard.Doors;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Runs;
using HitlDashboard.SignIn;

namespace HitlDashboard.Runs;

/// <summary>Tasks over REST.</summary>
internal static class TaskEndpoints
{
    public static void MapTasks(this IEndpointRouteBuilder api) =>
        api.MapPost("/tasks/{id:guid}/retry", RetryAsync)
            .Named("retryTask", "Tasks", "Starts a failed task afresh.", "What was skipped or cancelled because of it is planned again; a failed run goes on.")
            .Changes(Policies.Operator).Gives<ApiTask>().Refuses(404, 409);

    // The empty body is bound so that a member in it is refused, not dropped.
    private static async Task<IResult> RetryAsync(
        Guid id, RetryTaskBody? body, HttpContext context, ChangeRun change, RunQueries queries, CancellationToken cancellation)
    {
        _ = body;
        var answer = await change.RetryTaskAsync(new TaskId(id), CurrentActor.Of(context.User), RequestKey.Of(context), cancellation);
        if (Answers.Refusal(answer) is { } refused)
        {
            return refused;
        }

        var run = await queries.RunOfAsync(new TaskId(id), cancellation) is { } runId ? await queries.GetAsync(runId, cancellation) : null;
        return run?.Tasks.FirstOrDefault(task => task.Id.Value == id) is { } task ? new Answered(ApiTask.Of(task)) : Answers.NotFound("such task");
    }
}
