namespace HitlDashboard.Tests.Fuzz;

/// <summary>Texts that nest, or repeat what makes readers go back, a hundred thousand times. They are made, not kept.</summary>
internal static class Nests
{
    private const int Deep = 100_000;

    private static readonly (string Kind, string Before, string Piece, string Middle, string After)[] Shapes =
    [
        ("workflow", "", "[", "", "]"), ("workflow", "", "{a: ", "1", "}"), ("workflow", "", "- ", "x", ""), ("workflow", "", "? ", "x", ""), ("workflow", "name: a\nsteps:\n  - id: a\n    uses: set\n    with: ", "{a: [", "1", "]}"),
        ("workflow", "name: a\nsteps:\n  - id: a\n    uses: set\n    if: \"", "(", "true", ")"), ("workflow", "name: ", "&a ", "x", ""), ("workflow", "", "\"", "", ""), ("workflow", "", "a: |\n", "", ""), ("workflow", "", "--- ", "", ""), ("workflow", "", "#\n", "", ""),
        ("workflow", "name: a\nsteps: [", "{id: a, uses: set},", "", ""), ("workflow", "name: a\nsteps:\n  - id: a\n    needs: [", "a, ", "a", ""), ("workflow", "name: a\ninput: ", "{properties: {a: ", "{}", "}}"), ("workflow", "name: ", "\\", "", ""), ("workflow", "", "a: b: ", "", ""),
        ("condition", "", "(", "true", ")"), ("condition", "", "!", "true", ""), ("condition", "", "not_empty:", "a", ""), ("condition", "", "length(", "input.a", ")"), ("condition", "", "true && ", "true", ""), ("condition", "input", ".a", "", ""), ("condition", "input", "[0]", "", ""),
        ("condition", "1 in ", "[", "1", "]"), ("condition", "", "'", "", ""), ("condition", "matches(input.text, '", "(a+)+", "", "')"), ("condition", "1 == ", "-", "1", ""), ("condition", "", "a == ", "a", ""),
        ("template", "", "{{#if a}}", "x", "{{/if}}"), ("template", "", "{{#each input.a}}", "x", "{{/each}}"), ("template", "", "{{", "input.a", "}}"), ("template", "{{", "json ", "input.a", "}}"), ("template", "{{", "(", "input.a", ")"), ("template", "", "{{input.text}}", "", ""),
        ("template", "", "{{else}}", "", ""), ("template", "", "\\{{", "", ""), ("template", "", "{{!--", "", "--}}"), ("template", "{{input", ".a", "", "}}"), ("template", "{{#if ", "!", "a", "}}x{{/if}}"),
        ("schema", "", "{\"items\":", "{}", "}"), ("schema", "", "{\"allOf\":[", "{}", "]}"), ("schema", "", "[", "", "]"), ("schema", "{\"pattern\":\"", "(a*)*", "", "$\"}"), ("schema", "{\"enum\":[", "1,", "1", "]}"),
        ("words", "", "9", "s", ""), ("words", "P", "1D", "", ""), ("words", "", "a.", "a", ""), ("words", "", "a[0]", "", ""), ("words", "0 0 0 ? * ", "MON,", "MON", ""), ("words", "Mon", "-Fri", " 09:00-17:00", ""), ("words", "0 0 0 1", "/1", " * ?", ""),
        ("markdown", "", "> ", "x", ""), ("markdown", "", "- ", "x", ""), ("markdown", "", "[", "x", "]"), ("markdown", "", "![", "x", "](x)"), ("markdown", "", "[a](", "x", ")"), ("markdown", "", "*a_ ", "", ""), ("markdown", "", "**a ", "", ""), ("markdown", "", "`", "", ""), ("markdown", "", "`a``b", "", ""),
        ("markdown", "", "<a", "", ""), ("markdown", "", "<!--", "", ""), ("markdown", "", "|", "\n", ""), ("markdown", "|a|\n|-|\n", "|a", "", ""), ("markdown", "", "&", "", ""), ("markdown", "", "\\", "", ""), ("markdown", "", "[a]: x\n", "", ""), ("markdown", "", "~a^", "", ""), ("markdown", "", "http://a ", "", ""),
        ("markdown", "", "1. ", "x", ""), ("markdown", "", "> \n", "x", ""), ("markdown", "", " > - 1. ", "x", ""), ("markdown", "", "- [ ] a\n", "", ""), ("markdown", "", "![a][b]", "", "\n\n[b]: x"), ("markdown", "", "a\n=\n", "", ""), ("markdown", "", "```\n", "", ""), ("markdown", "", "[](", "", ""),
        ("markdown", "", "**x", "", "**"), ("markdown", "", "_", "a", "_"), ("markdown", "", "|a|a\n-|-\n", "", ""), ("markdown", "", "> [a](\n", "", ""), ("markdown", "", "<http://", "", ">"),
        ("html", "", "<", "", ""), ("html", "", "<link ", "", ">"), ("html", "", "<!--", "", ""),
        ("diff", "", "@@ -1 +1 @@\n", "", ""), ("diff", "", "a\n", "", "b\n"), ("diff", "", "a b ", "\n", "b a "), ("diff", "", "+\n-\n", "", ""), ("diff", "", "a", "", ""),
    ];

    public static IEnumerable<(string Kind, string Name, string Text)> All => Shapes.Select(shape =>
    {
        // No longer than anything may be that gets this far.
        var times = Math.Min(Deep, (shape.Kind == "diff" ? 780_000 : 1_000_000) / (shape.Piece.Length + shape.After.Length));
        return (shape.Kind, $"{times} times {shape.Before}{shape.Piece}".ReplaceLineEndings(" "), shape.Before + Repeat(shape.Piece, times) + shape.Middle + Repeat(shape.After, times));
    });

    private static string Repeat(string piece, int times) => string.Concat(Enumerable.Repeat(piece, times));
}
