namespace HitlDashboard.Tests.Faults.Disk;

/// <summary>Ends its own process by SIGKILL at a write of the log: half of that write gets through.</summary>
/// <param name="at">Which one, from 1.</param>
internal sealed class DyingDisk(int at) : DiskBehaviour
{
    private int _left = at;

    public override int Refuses(in DiskCall call, ReadOnlySpan<byte> bytes)
    {
        if (call is not { Act: DiskAct.Write, IsLog: true } || Interlocked.Decrement(ref _left) != 0)
        {
            return 0;
        }

        call.File!.WriteBelow(bytes[..(bytes.Length / 2)], call.Offset);

        // The signal reaches the process a moment later; until then this thread must not go on.
        System.Diagnostics.Process.GetCurrentProcess().Kill();
        Thread.Sleep(Timeout.Infinite);
        return 0;
    }
}
