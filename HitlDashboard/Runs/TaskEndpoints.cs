using HitlDashboard.Doors;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Runs;
using HitlDashboard.SignIn;

namespace HitlDashboard.Runs;

/// <summary>Tasks over REST.</summary>
internal static class TaskEndpoints
{
    private const string Tag = "Tasks";

    public static void MapTasks(this IEndpointRouteBuilder api)
    {
        api.MapPost("/tasks/{id:guid}/retry", RetryAsync)
            .Named("retryTask", Tag, "Starts a failed task afresh.", "What was skipped or cancelled because of it is planned again; a failed run goes on. With another `input`, a gate before the step asks again about it.")
            .Changes(Policies.Operator).Gives<ApiTask>().Refuses(404, 409);
        api.MapPost("/tasks/{id:guid}/skip", SkipAsync)
            .Named("skipTask", Tag, "Completes a waiting or failed task with a given output.", "The steps after it go on as if it had run; an open review of it is withdrawn. Where people decide about the step, this needs the role supervisor.")
            .Changes(Policies.Operator).Gives<ApiTask>().Refuses(404, 409);
        api.MapPut("/tasks/{id:guid}/input", ChangeInputAsync)
            .Named("changeTaskInput", Tag, "Replaces the parameters of a task that waits.", "A review of the old ones is withdrawn; a gate before the step asks again. For steps that run programs or read secrets this needs the role admin.")
            .Changes(Policies.Operator).Gives<ApiTask>().Refuses(404, 409);
    }

    private static async Task<IResult> RetryAsync(
        Guid id, RetryTaskBody? body, HttpContext context, ChangeTask change, RunQueries queries, CancellationToken cancellation) => await ShowAsync(
        await change.RetryAsync(new TaskId(id), CurrentActor.Of(context.User), body?.Input, body?.Reason, RequestKey.Of(context), cancellation), id, queries, cancellation);

    private static async Task<IResult> SkipAsync(
        Guid id, SkipTaskBody body, HttpContext context, ChangeTask change, RunQueries queries, CancellationToken cancellation) => await ShowAsync(
        await change.SkipAsync(new TaskId(id), CurrentActor.Of(context.User), body.Output, body.Reason, RequestKey.Of(context), cancellation), id, queries, cancellation);

    private static async Task<IResult> ChangeInputAsync(
        Guid id, ChangeInputBody body, HttpContext context, ChangeTask change, RunQueries queries, CancellationToken cancellation) => await ShowAsync(
        await change.ChangeInputAsync(new TaskId(id), CurrentActor.Of(context.User), body.Input, body.Reason, RequestKey.Of(context), cancellation), id, queries, cancellation);

    private static async Task<IResult> ShowAsync(Answer<TaskState> answer, Guid id, RunQueries queries, CancellationToken cancellation)
    {
        if (Answers.Refusal(answer) is { } refused)
        {
            return refused;
        }

        var run = await queries.RunOfAsync(new TaskId(id), cancellation) is { } runId ? await queries.GetAsync(runId, cancellation) : null;
        return run?.Tasks.FirstOrDefault(task => task.Id.Value == id) is { } task ? new Answered(ApiTask.Of(task)) : Answers.NotFound("such task");
    }
}
