namespace HitlDashboard.Engine.Definitions.Conditions;

/// <summary>One node of a parsed condition.</summary>
internal abstract record ConditionNode
{
    public abstract Operand Evaluate(ValueScope scope);

    /// <summary>Its value where a missing path is a mistake.</summary>
    public Operand Require(ValueScope scope)
    {
        var value = Evaluate(scope);
        return value.Kind == OperandKind.Missing
            ? throw new ConditionException($"'{value.Text}' has no value; test it with not_empty:{value.Text} or compare it with null first.")
            : value;
    }
}

/// <summary>A value as written.</summary>
internal sealed record LiteralNode(Operand Value) : ConditionNode
{
    public override Operand Evaluate(ValueScope scope) => Value;
}

/// <summary>What a path names.</summary>
internal sealed record PathNode(ValuePath Path) : ConditionNode
{
    public override Operand Evaluate(ValueScope scope) =>
        Path.TryResolve(scope, out var value) ? Operand.Of(value) : Operand.Missing(Path.Text);
}

/// <summary>A list as written; only the right side of <c>in</c> can be one.</summary>
internal sealed record ListNode(IReadOnlyList<ConditionNode> Items) : ConditionNode
{
    public override Operand Evaluate(ValueScope scope) => throw new ConditionException("A list can only stand behind 'in'.");
}

/// <summary><c>!a</c></summary>
internal sealed record NotNode(ConditionNode Inner) : ConditionNode
{
    public override Operand Evaluate(ValueScope scope) => Operand.Of(!Inner.Evaluate(scope).IsTrue);
}

/// <summary><c>a &amp;&amp; b</c>; the right side is read only where the left one is true.</summary>
internal sealed record AndNode(ConditionNode Left, ConditionNode Right) : ConditionNode
{
    public override Operand Evaluate(ValueScope scope) => Operand.Of(Left.Evaluate(scope).IsTrue && Right.Evaluate(scope).IsTrue);
}

/// <summary><c>a || b</c>; the right side is read only where the left one is false.</summary>
internal sealed record OrNode(ConditionNode Left, ConditionNode Right) : ConditionNode
{
    public override Operand Evaluate(ValueScope scope) => Operand.Of(Left.Evaluate(scope).IsTrue || Right.Evaluate(scope).IsTrue);
}

/// <summary><c>== != &lt; &lt;= &gt; &gt;=</c></summary>
internal sealed record CompareNode(string Symbol, ConditionNode Left, ConditionNode Right) : ConditionNode
{
    public override Operand Evaluate(ValueScope scope)
    {
        if (Symbol is "==" or "!=")
        {
            var equal = Operand.AreEqual(Read(Left, Right, scope), Read(Right, Left, scope));
            return Operand.Of(equal == (Symbol == "=="));
        }

        var order = Order(Left.Require(scope), Right.Require(scope));
        return Operand.Of(Symbol switch { "<" => order < 0, "<=" => order <= 0, ">" => order > 0, _ => order >= 0 });
    }

    /// <summary>A side that is compared with null may be missing.</summary>
    private static Operand Read(ConditionNode side, ConditionNode other, ValueScope scope) =>
        other is LiteralNode { Value.Kind: OperandKind.Null } ? side.Evaluate(scope) : side.Require(scope);

    private int Order(Operand left, Operand right) => (left.Kind, right.Kind) switch
    {
        (OperandKind.Number, OperandKind.Number) => Operand.CompareNumbers(left, right),
        (OperandKind.Text, OperandKind.Text) => string.CompareOrdinal(left.Text, right.Text),
        _ => throw new ConditionException($"'{Symbol}' compares two numbers or two texts, not {left.Describe()} with {right.Describe()}."),
    };
}

/// <summary><c>a in b</c></summary>
internal sealed record InNode(ConditionNode Value, ConditionNode Place) : ConditionNode
{
    public override Operand Evaluate(ValueScope scope)
    {
        var value = Value.Require(scope);
        return Operand.Of(Place is ListNode list
            ? list.Items.Any(item => Operand.AreEqual(item.Require(scope), value))
            : ContainsNode.Contains(Place.Require(scope), value));
    }
}
