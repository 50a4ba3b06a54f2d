namespace HitlDashboard.Ui;

/// <summary>What a page read last, and whether the latest try failed. A slow old answer never replaces a newer one.</summary>
/// <typeparam name="T">What is read.</typeparam>
public sealed partial class Reading<T>(ILogger log, TimeProvider clock) : IDisposable
    where T : class
{
    private readonly CancellationTokenSource _stop = new();
    private int _latest;

    /// <summary>What was read last; stays while a later try fails. Null where nothing was read yet, or nothing is there.</summary>
    public T? Value { get; private set; }

    /// <summary>What to tell whoever looks into the log, or null where the latest try succeeded.</summary>
    public string? Failure { get; private set; }

    /// <summary>Whether there is nothing to show yet.</summary>
    public bool IsFirst { get; private set; } = true;

    /// <summary>Reads again.</summary>
    /// <returns>False where a newer call has overtaken this one, or the page is gone.</returns>
    public async Task<bool> ReadAsync(Func<CancellationToken, Task<T?>> read)
    {
        var mine = ++_latest;
        try
        {
            var value = await read(_stop.Token);
            if (mine != _latest)
            {
                return false;
            }

            (Value, Failure) = (value, null);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception problem)
        {
            // Whatever it was, the page keeps what it had and says so.
            if (mine != _latest)
            {
                return false;
            }

            Failure = Guid.CreateVersion7(clock.GetUtcNow()).ToString("N")[^8..];
            ReadFailed(log, Failure, problem);
        }

        IsFirst = false;
        return true;
    }

    /// <summary>Forgets what was read, so that a page about something else starts with its skeleton.</summary>
    public void Reset() => (Value, Failure, IsFirst, _latest) = (null, null, true, _latest + 1);

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    [LoggerMessage(751, LogLevel.Error, "A page could not read what it shows (reference {Reference}).")]
    private static partial void ReadFailed(ILogger log, string reference, Exception problem);
}
