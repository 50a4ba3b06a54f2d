using System.Text.Json;

namespace HitlDashboard.Tests.Faults;

/// <summary>One supervisor's program: starts a run, decides about it in one of several ways, and begins again.</summary>
internal sealed class KillClient(PatientClient server, Acknowledged acknowledged, int number, int seed)
{
    private readonly Random _chance = new((seed * 31) + number);

    public async Task PlayAsync(CancellationToken stop)
    {
        for (var count = 0; !stop.IsCancellationRequested; count++)
        {
            await PlayOneAsync($"{number}-{count}");
        }
    }

    private async Task PlayOneAsync(string name)
    {
        var run = await server.PostAsync($"/api/workflows/{KillWorkflow.Name}/runs", new { input = new { name } }, $"start {name}");
        var id = run.GetProperty("id").GetGuid();
        acknowledged.Started(name, id);
        var review = await ReviewAsync(id, round: 1);
        if (_chance.Next(4) == 0)
        {
            await server.PostAsync($"/api/reviews/{Id(review)}/send-back", new { version = Version(review), feedback = "again" }, $"back {name}");
            acknowledged.CountSentBack();
            review = await ReviewAsync(id, round: 2);
        }

        if (_chance.Next(4) == 0)
        {
            review = await UndoneAsync(name, review);
        }

        await DecideAsync(name, review);
    }

    /// <summary>Decides with a long window and takes it back: the review must be open again.</summary>
    private async Task<JsonElement> UndoneAsync(string name, JsonElement review)
    {
        await server.PostAsync($"/api/reviews/{Id(review)}/approve", new { version = Version(review), undoSeconds = 60 }, $"hasty {name}");
        await server.PostAsync($"/api/reviews/{Id(review)}/undo", new { }, $"undo {name}");
        acknowledged.CountUndone();
        var again = await server.GetAsync($"/api/reviews/{Id(review)}");
        return again.GetProperty("state").GetString() == "open"
            ? again
            : throw new InvalidOperationException($"The review of {name} was undone and is {again.GetProperty("state")}.");
    }

    private async Task DecideAsync(string name, JsonElement review)
    {
        var round = review.GetProperty("round").GetInt32();
        var undoSeconds = _chance.Next(2) == 0 ? 0 : _chance.Next(1, 4);
        var amend = _chance.Next(2) == 0;
        var text = amend ? $"{name} as amended" : KillWorkflow.Text(name, round);
        var decided = amend
            ? await server.PostAsync($"/api/reviews/{Id(review)}/amend", new { version = Version(review), undoSeconds, output = new { text } }, $"decide {name}")
            : await server.PostAsync($"/api/reviews/{Id(review)}/approve", new { version = Version(review), undoSeconds }, $"decide {name}");
        acknowledged.Decided(name, new AcknowledgedDecision(Id(review), decided.GetProperty("decisionId").GetGuid(), text, undoSeconds > 0));
    }

    private async Task<JsonElement> ReviewAsync(Guid run, int round)
    {
        while (true)
        {
            var seen = await server.GetAsync($"/api/runs/{run}");
            foreach (var awaited in seen.GetProperty("awaiting").EnumerateArray())
            {
                var review = await server.GetAsync($"/api/reviews/{awaited.GetProperty("reviewId").GetGuid()}");
                if (review.GetProperty("round").GetInt32() == round)
                {
                    return review;
                }
            }

            await Task.Delay(15);
        }
    }

    private static Guid Id(JsonElement review) => review.GetProperty("id").GetGuid();

    private static int Version(JsonElement review) => review.GetProperty("version").GetInt32();
}
