using HitlDashboard.Engine.Ledger;
using Microsoft.Data.Sqlite;
using Xunit;

namespace HitlDashboard.Tests.Engine.Ledger;

public sealed class StatementTests : IDisposable
{
    private readonly SqliteConnection _connection = new("Data Source=:memory:");

    public StatementTests()
    {
        _connection.Open();
        using var command = _connection.CreateCommand();
        command.CommandText = "CREATE TABLE Facts (Id INTEGER PRIMARY KEY, Value ANY, Other ANY UNIQUE)";
        command.ExecuteNonQuery();
    }

    public static TheoryData<object?> Values =>
        [null, "", "plain", "naïve \0 ✓ 𝄞 \n", new string('ü', 5000), 0L, long.MinValue, long.MaxValue, int.MinValue, 0.1, double.MaxValue, new byte[] { 0, 255, 10 }];

    [Theory]
    [MemberData(nameof(Values))]
    public void Execute_EveryKindOfValue_ReadsBackAsItWas(object? value)
    {
        using var insert = new Statement(_connection, "INSERT INTO Facts (Other, Value, Id) VALUES ($2, $1, $0)", 3);
        using var read = new Statement(_connection, "SELECT Value FROM Facts WHERE Id = $0", 1);
        using var transaction = _connection.BeginTransaction();

        Assert.Equal(1, insert.Execute(transaction, 7, value, null));

        var found = Assert.Single(read.Read(transaction, row => Kept(row, value), 7));
        Assert.Equal(value, found);
    }

    [Fact]
    public void Execute_GuardThatMatchesNothing_AnswersNone()
    {
        using var insert = new Statement(_connection, "INSERT INTO Facts (Id, Value) VALUES ($0, $1)", 2);
        using var update = new Statement(_connection, "UPDATE Facts SET Value = $2 WHERE Id = $0 AND Value = $1", 3);
        using var transaction = _connection.BeginTransaction();
        insert.Execute(transaction, 1, "Open");

        Assert.Equal(0, update.Execute(transaction, 1, "Staged", "Released"));
        Assert.Equal(1, update.Execute(transaction, 1, "Open", "Staged"));
    }

    [Fact]
    public void Execute_BrokenRule_SaysWhichAndGoesOn()
    {
        using var insert = new Statement(_connection, "INSERT INTO Facts (Id, Other) VALUES ($0, $1)", 2);
        using var transaction = _connection.BeginTransaction();
        insert.Execute(transaction, 1, "once");

        var broken = Assert.Throws<SqliteException>(() => { insert.Execute(transaction, 2, "once"); });

        Assert.Contains("Facts.Other", broken.Message, StringComparison.Ordinal);
        Assert.Equal(19, broken.SqliteErrorCode);
        Assert.Equal(1, insert.Execute(transaction, 2, "twice"));
    }

    [Fact]
    public void Execute_WrongNumberOfValuesOrNoTransaction_IsRefused()
    {
        using var insert = new Statement(_connection, "INSERT INTO Facts (Id, Value) VALUES ($0, $1)", 2);
        var transaction = _connection.BeginTransaction();

        Assert.Throws<InvalidOperationException>(() => { insert.Execute(transaction, 1); });
        transaction.Dispose();
        Assert.Throws<InvalidOperationException>(() => { insert.Execute(transaction, 1, 2); });
    }

    [Fact]
    public void Read_RowThatCannotBeRead_LeavesTheStatementUsable()
    {
        using var read = new Statement(_connection, "SELECT 1 UNION SELECT 2", 0);
        using var transaction = _connection.BeginTransaction();

        Assert.Throws<FormatException>(() => { read.Read<long>(transaction, _ => throw new FormatException()); });

        Assert.Equal([1, 2], read.Read(transaction, row => row.GetInt64(0)));
    }

    public void Dispose() => _connection.Dispose();

    private static object? Kept(StatementRow row, object? like) => like switch
    {
        _ when row.IsDBNull(0) => null,
        string => row.GetString(0),
        byte[] => row.GetBytes(0),
        double => row.GetDouble(0),
        int => row.GetInt32(0),
        _ => row.GetInt64(0),
    };
}
