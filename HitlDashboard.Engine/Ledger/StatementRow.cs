using HitlDashboard.Engine.Audit;
using SQLitePCL;

namespace HitlDashboard.Engine.Ledger;

/// <summary>The row that a statement stands on. Valid until the next one.</summary>
internal readonly struct StatementRow(sqlite3_stmt statement)
{
    public bool IsDBNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;

    public int GetInt32(int column) => checked((int)raw.sqlite3_column_int64(statement, column));

    public long GetInt64(int column) => raw.sqlite3_column_int64(statement, column);

    public double GetDouble(int column) => raw.sqlite3_column_double(statement, column);

    public string GetString(int column) => raw.sqlite3_column_text(statement, column).utf8_to_string();

    public byte[] GetBytes(int column) => raw.sqlite3_column_blob(statement, column).ToArray();

    /// <summary>Digests the first columns as they are stored, without making strings of them.</summary>
    public UInt128 Digest(RowDigest digest, int columns)
    {
        for (var column = 0; column < columns; column++)
        {
            switch (raw.sqlite3_column_type(statement, column))
            {
                case raw.SQLITE_INTEGER:
                    digest.Add(column, raw.sqlite3_column_int64(statement, column));
                    break;
                case raw.SQLITE_FLOAT:
                    digest.Add(column, raw.sqlite3_column_double(statement, column));
                    break;
                case raw.SQLITE_TEXT:
                    digest.AddText(column, raw.sqlite3_column_blob(statement, column));
                    break;
                case raw.SQLITE_BLOB:
                    digest.AddBytes(column, raw.sqlite3_column_blob(statement, column));
                    break;
            }
        }

        return digest.End();
    }
}
