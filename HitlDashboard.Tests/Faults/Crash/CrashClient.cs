using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Tests.Faults.Crash;

/// <summary>Starts runs and decides about them, one after the other. After a kill it goes on where its acknowledgements end, and repeats what was not acknowledged with the same key.</summary>
internal sealed class CrashClient(CrashEngine engine, AckWriter acks, AckLog known, int number, int seed)
{
    /// <summary>How many play at once.</summary>
    public const int Together = 4;

    public async Task PlayAsync(bool onlyFinishes)
    {
        for (var count = 0; ; count++)
        {
            var name = $"{number}-{count}";
            if (known.Find("decided", name) is null && known.Find("kept", name) is null)
            {
                await PlayOneAsync(name, new Random(HashSeed(count)));
                if (onlyFinishes)
                {
                    return;
                }
            }
        }
    }

    private async Task PlayOneAsync(string name, Random chance)
    {
        var (sendsBack, isHasty, amends, undo) = (chance.Next(4) == 0, chance.Next(4) == 0, chance.Next(2) == 0, chance.Next(2));
        var run = await StartAsync(name);
        var round = 1;
        if (sendsBack)
        {
            await DecideAsync("sent-back", name, new DecisionRequest { ReviewId = await AskedAsync(name, run, 1), Version = 1, Verdict = Verdict.SendBack, Reason = "again" }, "");
            round = 2;
        }

        var review = await AskedAsync(name, run, round);
        if (isHasty && await KeepsAsync(name, review))
        {
            return;
        }

        var text = amends ? $"{name} as amended" : CrashWorkflow.Text(name, round);
        await DecideAsync("decided", name, new DecisionRequest
        {
            ReviewId = review,
            Version = 1,
            Verdict = amends ? Verdict.Amend : Verdict.Approve,
            Output = amends ? EngineJson.From(new { text }) : null,
            UndoSeconds = undo,
        }, text);
    }

    private async Task<RunId> StartAsync(string name)
    {
        if (known.Find("started", name) is { } started)
        {
            return new RunId(started.Id(0));
        }

        var run = Heard("start", name, await engine.StartRunAsync(name));
        acks.Write($"started {name} {run}");
        return run;
    }

    private async Task<ReviewId> AskedAsync(string name, RunId run, int round)
    {
        if (known.Find($"asked-{round}", name) is { } asked)
        {
            return new ReviewId(asked.Id(0));
        }

        var review = await engine.AskedAsync(run, round);
        acks.Write($"asked-{round} {name} {review}");
        return review;
    }

    private async Task DecideAsync(string kind, string name, DecisionRequest request, string text)
    {
        if (known.Find(kind, name) is null)
        {
            var made = Heard(kind, name, await engine.DecideAsync(kind, name, request));
            acks.Write($"{kind} {name} {request.ReviewId} {made.DecisionId} {request.UndoSeconds} {text}");
        }
    }

    /// <summary>Decides with a long window and takes it back. Where the window ended meanwhile, the decision stands.</summary>
    private async Task<bool> KeepsAsync(string name, ReviewId review)
    {
        await DecideAsync("hasty", name, new DecisionRequest { ReviewId = review, Version = 1, Verdict = Verdict.Approve, UndoSeconds = 60 }, "");
        if (known.Find("undone", name) is not null)
        {
            return false;
        }

        var answer = await engine.UndoAsync(name, review);
        if (answer.Refused is { Code: "not-staged" })
        {
            acks.Write($"kept {name}");
            return true;
        }

        Heard("undo", name, answer);
        acks.Write($"undone {name} {review}");
        return false;
    }

    private T Heard<T>(string what, string name, Answer<T> answer)
    {
        if (answer is Answer<T>.Duplicate)
        {
            acks.Write($"repeat {name} {what}");
        }

        return answer.Refused is { } refusal ? throw new InvalidOperationException($"{what} {name} was refused: {refusal.Code}: {refusal.Message}") : answer.Value!;
    }

    private int HashSeed(int count) => unchecked((((seed * 31) + number) * 7919) + count);
}
