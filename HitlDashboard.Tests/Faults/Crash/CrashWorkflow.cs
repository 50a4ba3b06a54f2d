namespace HitlDashboard.Tests.Faults.Crash;

/// <summary>Effects before and after a review, a timer, and steps that follow one another in one transaction.</summary>
internal static class CrashWorkflow
{
    public const string Yaml = """
        name: crash
        steps:
          - { id: read, uses: process, with: { command: [effect, "{{input.name}}"] } }
          - id: draft
            uses: set
            with: { text: "{{input.name}} in round {{round}}" }
            review: { show: { kind: text, value: "{{output.text}}" }, edit: [text], rounds: 5 }
          - { id: pause, uses: delay, with: { for: 20ms } }
          - { id: act, uses: process, with: { command: [effect, act] }, needs: [draft] }
          - { id: last, uses: set, with: { text: "{{steps.draft.output.text}}" }, needs: [pause, act] }
        output: { text: "{{steps.last.output.text}}" }
        """;

    public static string Text(string name, int round) => $"{name} in round {round}";
}
