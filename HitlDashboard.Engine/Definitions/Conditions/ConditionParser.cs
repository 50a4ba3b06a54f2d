using System.Globalization;

namespace HitlDashboard.Engine.Definitions.Conditions;

/// <summary>Reads the expression language by operator precedence: <c>||</c>, <c>&amp;&amp;</c>, comparisons and <c>in</c>, <c>!</c>.</summary>
internal sealed class ConditionParser(IReadOnlyList<ConditionToken> tokens)
{
    private const int MaxNodes = 1000;
    private const int MaxDepth = 32;

    private readonly FunctionParser _functions = new();
    private int _at;
    private int _nodes;
    private int _depth;

    public IReadOnlyList<string> Paths => _paths;

    public IReadOnlyList<string> Handled => _functions.Handled;

    public IReadOnlyList<string> Failed => _functions.Failed;

    public bool HandlesAll => _functions.HandlesAll;

    private readonly List<string> _paths = [];

    private ConditionToken Current => tokens[_at];

    public ConditionNode Parse()
    {
        var root = Expression(0);
        return Current.Kind == TokenKind.End ? root : throw Unexpected("an operator or the end");
    }

    private ConditionNode Expression(int minimum)
    {
        if (++_depth > MaxDepth)
        {
            throw new ConditionException($"Position {Current.Position}: nested deeper than {MaxDepth} levels; split the condition into steps.");
        }

        var left = Unary();
        while (Precedence(Current) is var precedence && precedence > minimum)
        {
            var symbol = Next().Text;
            left = Count(Binary(symbol, left, symbol == "in" && Current.Is("[") ? List() : Expression(precedence)));
        }

        _depth--;
        return left;
    }

    private static int Precedence(ConditionToken token) => token switch
    {
        { Kind: TokenKind.Symbol, Text: "||" } => 1,
        { Kind: TokenKind.Symbol, Text: "&&" } => 2,
        { Kind: TokenKind.Symbol, Text: "==" or "!=" or "<" or "<=" or ">" or ">=" } => 3,
        { Kind: TokenKind.Name, Text: "in" } => 3,
        _ => 0,
    };

    private static ConditionNode Binary(string symbol, ConditionNode left, ConditionNode right) => symbol switch
    {
        "||" => new OrNode(left, right),
        "&&" => new AndNode(left, right),
        "in" => new InNode(left, right),
        _ => new CompareNode(symbol, left, right),
    };

    private ConditionNode Unary()
    {
        var negations = 0;
        for (; Current.Is("!"); negations++)
        {
            Count(Next());
        }

        var operand = Count(Primary());
        return negations % 2 == 1 ? new NotNode(operand)
            : negations > 0 ? new NotNode(new NotNode(operand))
            : operand;
    }

    private ConditionNode Primary()
    {
        var token = Next();
        return token.Kind switch
        {
            TokenKind.Number => Number(token),
            TokenKind.Text => new LiteralNode(Operand.Of(token.Text)),
            TokenKind.Name when Current.Is("(") => Call(token),
            TokenKind.Name => Name(token),
            TokenKind.Symbol when token.Text == "(" => Group(),
            _ => throw Unexpected("a path, a value or a function", token),
        };
    }

    private static LiteralNode Number(ConditionToken token) =>
        double.TryParse(token.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? new LiteralNode(Operand.OfNumber(token.Text))
            : throw new ConditionException($"Position {token.Position}: '{token.Text}' is no number; put text in quotes.");

    private ConditionNode Name(ConditionToken token)
    {
        switch (token.Text)
        {
            case "true" or "always_true":
                return new LiteralNode(Operand.Of(true));
            case "false" or "always_false":
                return new LiteralNode(Operand.Of(false));
            case "null":
                return new LiteralNode(Operand.Null);
            case "and" or "or" or "not" or "in":
                throw new ConditionException($"Position {token.Position}: '{token.Text}' means nothing here; write && for and, || for or, ! for not.");
        }

        if (!ValuePath.TryParse(token.Text, out var path))
        {
            throw new ConditionException($"Position {token.Position}: '{token.Text}' is no path; expected names with dots as steps.draft.output.");
        }

        _paths.Add(path.Text);
        return new PathNode(path);
    }

    private ConditionNode Group()
    {
        var inner = Expression(0);
        Expect(")");
        return inner;
    }

    private ConditionNode Call(ConditionToken name)
    {
        Expect("(");
        var before = _paths.Count;
        var call = _functions.Create(name, Items(")"));
        if (call is StepEndedNode)
        {
            // What stands between the parentheses is a step's id, not a path.
            _paths.RemoveRange(before, _paths.Count - before);
        }

        return call;
    }

    private ListNode List()
    {
        Expect("[");
        return new ListNode(Items("]"));
    }

    private List<ConditionNode> Items(string closing)
    {
        var items = new List<ConditionNode>();
        while (!Current.Is(closing))
        {
            items.Add(Expression(0));
            if (!Current.Is(closing))
            {
                Expect(",");
            }
        }

        Expect(closing);
        return items;
    }

    private T Count<T>(T node) => ++_nodes > MaxNodes
        ? throw new ConditionException($"The condition has more than {MaxNodes} parts; split it into steps.")
        : node;

    private ConditionToken Next()
    {
        var token = Current;
        _at = Math.Min(_at + 1, tokens.Count - 1);
        return token;
    }

    private void Expect(string symbol)
    {
        if (!Current.Is(symbol))
        {
            throw Unexpected($"'{symbol}'");
        }

        Next();
    }

    private ConditionException Unexpected(string expected, ConditionToken? found = null) =>
        new($"Position {(found ?? Current).Position}: expected {expected}, found {found ?? Current}.");
}
