using HitlDashboard.Engine.Audit;
using Microsoft.Data.Sqlite;

namespace HitlDashboard.Tests.Faults.Tamper;

/// <summary>What was done to a store.</summary>
/// <param name="What">For people.</param>
/// <param name="Names">One of these must be named by whoever finds it.</param>
internal sealed record Tampering(string What, params string[] Names);

/// <summary>Does one random thing to a store that its owner did not.</summary>
internal sealed class StoreTamper(Random chance, string older)
{
    /// <summary>Changes a copy; tries again where chance hit upon something that changes nothing or can't be stored.</summary>
    public Tampering Play(string database)
    {
        if (chance.Next(20) == 0)
        {
            File.Copy(older, database, overwrite: true);
            return new Tampering("the file is an older copy", "its end was cut off, or it is an older copy");
        }

        using var file = new TamperedFile(database);
        var ways = new Func<TamperedFile, Tampering?>[] { Field, Field, Field, Field, Field, Swap, Delete, DeleteLast, Insert, Chain, Cut, new Rechaining(chance).Play };
        while (true)
        {
            try
            {
                if (ways[chance.Next(ways.Length)](file) is { } done)
                {
                    return done;
                }
            }
            catch (SqliteException)
            {
                // The value is taken, or may not be missing.
            }
        }
    }

    /// <summary>Another value in one field of one row, the key included.</summary>
    public Tampering? Field(TamperedFile file)
    {
        var (table, key, row) = Row(file);
        var columns = file.Columns(table).Where(column => !AuditedPart.Left.Contains((table, column.Name))).ToList();
        var (column, type) = columns[chance.Next(columns.Count)];
        var (name, old) = (Name(file, table, key, row), file.Value($"SELECT \"{column}\" FROM {table} WHERE rowid = $0", row));
        var changed = Other(old, type);
        file.Run($"UPDATE {table} SET \"{column}\" = $0 WHERE rowid = $1", changed, row);
        return new Tampering($"{table}.{column} of {name}: {old ?? "null"} becomes {changed}", column == key ? [name, Text(changed)] : [name]);
    }

    private Tampering? Swap(TamperedFile file)
    {
        var (one, other) = (Seq(file), Seq(file));
        if (one == other || Content(file, one) == Content(file, other))
        {
            return null;
        }

        file.Run("UPDATE History SET Seq = -1 WHERE Seq = $0", one);
        file.Run("UPDATE History SET Seq = $0 WHERE Seq = $1", one, other);
        file.Run("UPDATE History SET Seq = $0 WHERE Seq = -1", other);
        return new Tampering($"entries {one} and {other} are swapped", $"history entry {one}: it was moved: the chain tells of it as entry {other}");
    }

    private Tampering? Delete(TamperedFile file)
    {
        var (table, key, row) = Row(file);
        var name = key is "Hash" or "Name" ? IdOf((string)file.Value($"SELECT \"{key}\" FROM {table} WHERE rowid = $0", row)!) : Name(file, table, key, row);
        file.Run($"DELETE FROM {table} WHERE rowid = $0", row);
        return new Tampering($"a row of {table} is gone: {name}", name);
    }

    private Tampering? DeleteLast(TamperedFile file)
    {
        var last = file.Count("History");
        var count = chance.Next(1, 4);
        file.Run("DELETE FROM History WHERE Seq > $0", last - count);
        return new Tampering($"the last {count} entries are gone", $"history entry {last}: it is missing");
    }

    private Tampering? Insert(TamperedFile file)
    {
        var (table, key, row) = Row(file);
        object made = key switch { "Seq" => file.Count("History") + 1, "Id" => Guid.NewGuid().ToByteArray(), _ => $"other-{chance.Next()}" };
        var columns = string.Join(", ", file.Columns(table).Select(column => column.Name == key ? "$0" : $"\"{column.Name}\""));
        file.Run($"INSERT INTO {table} SELECT {columns} FROM {table} WHERE rowid = $1", made, row);
        return new Tampering($"a row of {table} is invented: {Text(made)}", Text(made));
    }

    /// <summary>A link of the chain itself is changed or removed.</summary>
    private Tampering? Chain(TamperedFile file)
    {
        var number = chance.NextInt64(1, file.Count("Audit") + 1);
        string[] columns = ["Number", "At", "Seq", "Entries", "Rows", "Chain", ""];
        var column = columns[chance.Next(columns.Length)];
        if (column.Length == 0)
        {
            file.Run("DELETE FROM Audit WHERE Number = $0", number);
        }
        else if (file.Value($"SELECT \"{column}\" FROM Audit WHERE Number = $0", number) is { } old)
        {
            file.Run($"UPDATE Audit SET \"{column}\" = $0 WHERE Number = $1", Other(old, ""), number);
        }
        else
        {
            return null;
        }

        return new Tampering($"link {number} of the chain: {(column.Length == 0 ? "gone" : column)}", $"audit link {number}:");
    }

    /// <summary>The end goes, from the chain and from the history, as if it had never been.</summary>
    private Tampering? Cut(TamperedFile file)
    {
        var last = file.Count("Audit");
        var kept = chance.NextInt64(1, last);
        file.Run("DELETE FROM Audit WHERE Number > $0", kept);
        file.Run("DELETE FROM History WHERE Seq > (SELECT MAX(Seq) FROM Audit)");
        return new Tampering($"everything after link {kept} of {last} is gone", $"the file ends with link {kept}, but link {last}");
    }

    private (string Table, string Key, long Row) Row(TamperedFile file)
    {
        var table = TamperedFile.Tables[chance.Next(TamperedFile.Tables.Count)];
        var key = AuditedPart.All.Append(AuditedPart.Entry).First(part => part.Table == table).Key;
        return (table, key, (long)file.Value($"SELECT rowid FROM {table} LIMIT 1 OFFSET $0", chance.NextInt64(file.Count(table)))!);
    }

    private long Seq(TamperedFile file) => chance.NextInt64(1, file.Count("History") + 1);

    private static string Content(TamperedFile file, long seq) => file.Read(
        "SELECT * FROM History WHERE Seq = $0", row => string.Join('|', Enumerable.Range(1, row.FieldCount - 1).Select(column => row.IsDBNull(column) ? "" : Text(row.GetValue(column)))), seq)[0];

    private static string Name(TamperedFile file, string table, string key, long row) =>
        (table == "History" ? "history entry " : "") + Text(file.Value($"SELECT \"{key}\" FROM {table} WHERE rowid = $0", row));

    private static string IdOf(string key) => new Guid(ValueBytes(RowDigest.Id(key)), bigEndian: true).ToString();

    private static byte[] ValueBytes(UInt128 id)
    {
        var bytes = new byte[RowDigest.Size];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(bytes, id);
        return bytes;
    }

    private static string Text(object? value) => value switch
    {
        byte[] { Length: 16 } id => new Guid(id, bigEndian: true).ToString(),
        byte[] bytes => Convert.ToHexString(bytes),
        _ => $"{value}",
    };

    private object Other(object? value, string type) => (value, type) switch
    {
        (long number, _) => number + new[] { 1, -1, 10_000_000 }[chance.Next(3)],
        (double number, _) => number + 0.01,
        (string { Length: > 0 } text, _) => chance.Next(text.Length) is var place ? text[..place] + (char)(text[place] ^ 1) + text[(place + 1)..] : text,
        (byte[] { Length: > 0 } bytes, _) => chance.Next(bytes.Length) is var place ? bytes.Select((old, at) => at == place ? (byte)(old ^ (1 << chance.Next(8))) : old).ToArray() : bytes,
        (_, "INTEGER") => 1L,
        (_, "REAL") => 0.5,
        (_, "BLOB") => Guid.NewGuid().ToByteArray(),
        _ => "x",
    };
}
