namespace HitlDashboard.Tests.Faults;

/// <summary>Every kind of thing that a kill may interrupt: a pure step, a program, a review, a timer, and a last step.</summary>
internal static class KillWorkflow
{
    public const string Name = "kill-proof";

    public const string Yaml = """
        name: kill-proof
        input: { type: object, required: [name], properties: { name: { type: string } } }
        steps:
          - id: read
            uses: process
            with: { command: [echo, -n, "{{input.name}}"] }
            retry: { attempts: 5, delay: 100ms }
          - id: draft
            uses: set
            with: { text: "{{steps.read.output.stdout}} in round {{round}}" }
            review: { show: { kind: text, value: "{{output.text}}" }, edit: [text], rounds: 5 }
          - id: pause
            uses: delay
            with: { for: 300ms }
          - id: last
            uses: set
            with: { text: "{{steps.draft.output.text}}" }
        output: { text: "{{steps.last.output.text}}" }
        """;

    /// <summary>What the draft says in a round.</summary>
    public static string Text(string name, int round) => $"{name} in round {round}";
}
