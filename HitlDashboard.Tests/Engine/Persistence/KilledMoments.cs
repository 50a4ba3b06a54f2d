using System.Data.Common;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace HitlDashboard.Tests.Engine.Persistence;

/// <summary>Keeps the database's files as they are before and after every statement and commit: just what a process leaves behind that is killed there.</summary>
internal sealed class KilledMoments(string file, string folder) : IDbCommandInterceptor, IDbTransactionInterceptor, IDisposable
{
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    /// <summary>Statements and commits seen, twice each.</summary>
    public int Count { get; private set; }

    public ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) => Keep(result);

    public ValueTask<int> NonQueryExecutedAsync(DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default) => Keep(result);

    public InterceptionResult<int> NonQueryExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<int> result) => Kept(result);

    public int NonQueryExecuted(DbCommand command, CommandExecutedEventData eventData, int result) => Kept(result);

    public ValueTask<InterceptionResult> TransactionCommittingAsync(DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) => Keep(result);

    public Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default) => Keep(true).AsTask();

    public void Dispose() => _seen.Clear();

    private ValueTask<T> Keep<T>(T result) => ValueTask.FromResult(Kept(result));

    private T Kept<T>(T result)
    {
        Count++;
        var files = new[] { "", "-wal", "-journal" }.Select(end => file + end).Where(File.Exists).ToDictionary(name => Path.GetFileName(name), Bytes);
        if (_seen.Add(string.Join('|', files.Select(pair => $"{pair.Key} {Convert.ToHexString(SHA256.HashData(pair.Value))}"))))
        {
            var moment = Directory.CreateDirectory(Path.Combine(folder, $"{Count:000}")).FullName;
            foreach (var (name, bytes) in files)
            {
                File.WriteAllBytes(Path.Combine(moment, name), bytes);
            }
        }

        return result;
    }

    private static byte[] Bytes(string name)
    {
        using var stream = new FileStream(name, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
