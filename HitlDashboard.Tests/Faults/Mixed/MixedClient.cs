using System.Net.Http.Json;
using System.Text.Json;
using HitlDashboard.Tests.Dashboard.Doors;

namespace HitlDashboard.Tests.Faults.Mixed;

/// <summary>One program of one person: does this and that with what is there, hangs up on some answers, and says some things twice.</summary>
internal sealed class MixedClient(MixedLoad load, HttpClient http, string name, int seed)
{
    private static readonly string[] Decisions = ["approve", "approve", "reject", "amend", "send-back"];
    private readonly Random _chance = new(seed);
    private readonly List<(Guid Review, string Address, object Body, string Key, Answer First)> _decided = [];
    private int _keys;

    public async Task PlayAsync(int operations)
    {
        for (var count = 0; count < operations; count++)
        {
            if (load.Pick(_chance) is not { } review)
            {
                await StartAsync();
                continue;
            }

            await (_chance.Next(20) switch
            {
                < 8 => DecideAsync(review),
                < 11 => AskAsync(review, "undo", "undo", null, new { }),
                < 12 => AskAsync(review, "desk", "claim", null, new { }),
                < 13 => AskAsync(review, "desk", "delegate", null, new { to = _chance.Next(2) == 0 ? "editors" : "@admin" }),
                < 14 => CommentAsync(review),
                < 15 => CancelAsync(review),
                < 17 => ListAsync(),
                _ => ReadAsync(review),
            });
        }
    }

    public async Task ReadAsync(Guid review)
    {
        var operation = Begin("read", null);
        if (await SendAsync(HttpMethod.Get, $"/api/reviews/{review}", null, null, mayHangUp: false) is { } answer)
        {
            load.Note(review, operation with { Answered = Now, Heard = answer.Body.Text("state") });
            await LookAsync(load.RunOf(review));
        }
    }

    /// <summary>Says every decision that was taken once more, with its key: after a restart the ledger alone remembers it.</summary>
    public async Task RepeatAsync()
    {
        foreach (var (review, address, body, key, first) in _decided)
        {
            if (await PostAsync(review, address, body, key, mayHangUp: false) is { } again && !IsSame("decide", first, again))
            {
                load.Complain($"{name} repeated {address} of {review} with the key {key} after a restart and heard {first.Body}, then {again.Status} {again.Body}");
            }
        }
    }

    private static long Now => TimeProvider.System.GetTimestamp();

    private ReviewOperation Begin(string verb, string? said) => new(verb, name, said, Now);

    private Task DecideAsync(Guid review)
    {
        var verb = Decisions[_chance.Next(Decisions.Length)];
        var undoSeconds = _chance.Next(3) == 0 ? 0 : _chance.Next(1, 3);
        object body = verb switch
        {
            "reject" => new { version = 1, undoSeconds, reason = "because" },
            "send-back" => new { version = 1, undoSeconds, feedback = "again" },
            "amend" => new { version = 1, undoSeconds, output = new { text = $"by {name}" } },
            _ => new { version = 1, undoSeconds },
        };
        return AskAsync(review, "decide", verb, verb == "send-back" ? "sendBack" : verb, body);
    }

    /// <summary>Asks; where nobody heard the answer it asks again with the same key, or leaves it. What was done is repeated now and then: the answer must be the same.</summary>
    private async Task AskAsync(Guid review, string verb, string address, string? said, object body)
    {
        var operation = Begin(verb, said);
        var key = Key();
        var answer = await PostAsync(review, address, body, key, mayHangUp: true);
        var isRepeat = answer is null && _chance.Next(2) == 0;
        answer ??= isRepeat ? await PostAsync(review, address, body, key, mayHangUp: false) : null;
        if (answer is null || (isRepeat && answer.Status != 200))
        {
            // The first may still be under way, or be lost; what the second was told stands for itself.
            load.Note(review, operation);
        }

        if (answer is null)
        {
            return;
        }

        load.Note(review, Heard(operation, answer));
        if (verb == "decide" && answer.Status == 200)
        {
            _decided.Add((review, address, body, key, answer));
        }

        if (answer.Status == 200 && _chance.Next(4) == 0 && await PostAsync(review, address, body, key, mayHangUp: false) is { } again && !IsSame(verb, answer, again))
        {
            load.Complain($"{name} asked {address} of {review} twice with the key {key} and heard {answer.Status} {answer.Body} and {again.Status} {again.Body}");
        }
    }

    private static ReviewOperation Heard(ReviewOperation operation, Answer answer) => operation with
    {
        Answered = answer.At,
        Heard = answer.Status != 200 ? answer.Body.Text("code") : operation.Verb == "decide" ? answer.Body.Text("state") : "ok",
        Winner = answer.Status == 409 && answer.Body.TryGetProperty("winner", out var winner) ? (winner.Text("user"), winner.Text("decision")) : null,
    };

    private static bool IsSame(string verb, Answer first, Answer again) =>
        again.Status == 200 && (verb != "decide" || first.Body.Text("decisionId") == again.Body.Text("decisionId"));

    private async Task CommentAsync(Guid review)
    {
        if (await PostAsync(review, "comments", new { text = "hm" }, Key(), mayHangUp: true) is { Status: not 200 } refused)
        {
            load.Complain($"A comment was refused: {refused.Body}");
        }
    }

    private async Task CancelAsync(Guid review)
    {
        var operation = Begin("cancel", null);
        var answer = await SendAsync(HttpMethod.Post, $"/api/runs/{load.RunOf(review)}/cancel", new { }, Key(), mayHangUp: true);
        load.NoteCancel(load.RunOf(review), answer is null ? operation : Heard(operation, answer));
    }

    private async Task ListAsync()
    {
        var sent = Begin("read", null);
        var answer = await SendAsync(HttpMethod.Get, "/api/reviews?limit=20", null, null, mayHangUp: false);
        foreach (var item in answer!.Body.Items())
        {
            load.Know(item.GetProperty("runId").GetGuid(), item.GetProperty("id").GetGuid());
            load.Note(item.GetProperty("id").GetGuid(), sent with { Answered = answer.At, Heard = item.Text("state") });
        }
    }

    private async Task StartAsync()
    {
        if (await SendAsync(HttpMethod.Post, "/api/workflows/mixed/runs", new { input = new { text = "x" } }, Key(), mayHangUp: true) is { } answer)
        {
            await LookAsync(answer.Body.GetProperty("id").GetGuid());
        }
    }

    /// <summary>Finds the reviews of a run; a new round has a new one.</summary>
    private async Task LookAsync(Guid run)
    {
        var answer = await SendAsync(HttpMethod.Get, $"/api/runs/{run}", null, null, mayHangUp: false);
        foreach (var awaited in answer!.Body.Items("awaiting"))
        {
            load.Know(run, awaited.GetProperty("reviewId").GetGuid());
        }
    }

    private string Key() => $"{name}-{seed}-{_keys++}";

    private Task<Answer?> PostAsync(Guid review, string verb, object body, string key, bool mayHangUp) => SendAsync(HttpMethod.Post, $"/api/reviews/{review}/{verb}", body, key, mayHangUp);

    /// <summary>Null where the caller hung up.</summary>
    private async Task<Answer?> SendAsync(HttpMethod method, string path, object? body, string? key, bool mayHangUp)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        using var patience = new CancellationTokenSource();
        if (mayHangUp && _chance.Next(8) == 0)
        {
            patience.CancelAfter(_chance.Next(8));
        }

        try
        {
            using var response = await http.SendAsync(request, patience.Token);
            var text = await response.Content.ReadAsStringAsync(patience.Token);
            var (status, at) = ((int)response.StatusCode, Now);
            if (status >= 500 || status is 400 or 401 or 429)
            {
                load.Complain($"{method} {path} answered {status}: {text}");
            }

            return new Answer(status == 201 ? 200 : status, JsonSerializer.Deserialize<JsonElement>(text), at);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            return null;
        }
    }

    private sealed record Answer(int Status, JsonElement Body, long At);
}
