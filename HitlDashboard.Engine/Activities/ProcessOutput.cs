using System.Buffers;
using System.Text;

namespace HitlDashboard.Engine.Activities;

/// <summary>Collects one stream of a program up to a limit.</summary>
internal sealed class ProcessOutput
{
    private readonly ArrayBufferWriter<byte> kept = new();
    private readonly Lock gate = new();
    private readonly int limit;

    /// <summary>Starts to read. Pipes block a thread while they are silent, so each has its own instead of the pool's.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="limit">In bytes.</param>
    /// <param name="onOverflow">Called once when there is more.</param>
    public ProcessOutput(Stream stream, int limit, Action onOverflow)
    {
        this.limit = limit;
        Ended = Task.Factory.StartNew(() => Read(stream, onOverflow), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>The stream ended or overflowed.</summary>
    public Task Ended { get; }

    /// <summary>Whether there was more than the limit.</summary>
    public bool IsTooLarge { get; private set; }

    /// <summary>What came so far, as UTF-8; bytes that are not are replaced.</summary>
    public string Text
    {
        get
        {
            lock (gate)
            {
                return Encoding.UTF8.GetString(kept.WrittenSpan);
            }
        }
    }

    private void Read(Stream stream, Action onOverflow)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            for (int count; (count = stream.Read(buffer)) > 0;)
            {
                if (!Keep(buffer.AsSpan(0, count)))
                {
                    IsTooLarge = true;
                    onOverflow();
                    return;
                }
            }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // The program is gone and its pipe with it.
            return;
        }
    }

    private bool Keep(ReadOnlySpan<byte> bytes)
    {
        lock (gate)
        {
            if (kept.WrittenCount + bytes.Length > limit)
            {
                return false;
            }

            kept.Write(bytes);
            return true;
        }
    }
}
