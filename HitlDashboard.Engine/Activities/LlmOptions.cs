namespace HitlDashboard.Engine.Activities;

/// <summary>Settings of <c>llm</c> steps: the section <c>Llm</c>.</summary>
public sealed record LlmOptions
{
    /// <summary><c>Llm:Endpoint</c>. An OpenAI-compatible API up to its version, as <c>http://localhost:11434/v1</c>. Default null: <c>llm</c> steps fail and say so.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary><c>Llm:Model</c>. The model for steps that name none. Default null.</summary>
    public string? Model { get; init; }

    /// <summary><c>Llm:ApiKey</c>. Sent as a bearer token. Default null: for endpoints that want none.</summary>
    public string? ApiKey { get; init; }

    /// <summary><c>Llm:Timeout</c>. The longest wait for one answer. Default 10 min.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary><c>Llm:MaxResponseBytes</c>. The longest response that is read. Default 4 MiB.</summary>
    public int MaxResponseBytes { get; init; } = 4 * 1024 * 1024;

    // The key must not reach a log through a record's text.
    /// <inheritdoc />
    public override string ToString() => $"{nameof(LlmOptions)} {{ {nameof(Endpoint)} = {Endpoint?.GetLeftPart(UriPartial.Authority)}, {nameof(Model)} = {Model} }}";
}
