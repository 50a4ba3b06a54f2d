namespace HitlDashboard.Engine;

/// <summary>Switches that take one mechanism away each: a test that still passes then proves nothing. Only tests set them, in processes of their own; no setting leads here.</summary>
internal static class Mutations
{
    /// <summary>Callers hear "done" before it is on disk.</summary>
    public static bool AnswersBeforeCommit { get; set; }

    /// <summary>A repeated request is done again.</summary>
    public static bool IgnoresKeys { get; set; }

    /// <summary>Whoever lost a lease may still write an outcome.</summary>
    public static bool IgnoresFence { get; set; }

    /// <summary>A decision counts whatever its maker saw.</summary>
    public static bool IgnoresDigest { get; set; }

    /// <summary>A second decision about the same review is not refused.</summary>
    public static bool DecidesAgain { get; set; }

    /// <summary>Work is done only where somebody was told; nobody looks for what was forgotten.</summary>
    public static bool NeverSweeps { get; set; }

    /// <summary>What is written is not chained.</summary>
    public static bool SkipsChain { get; set; }

    /// <summary>The chain needs no key: whoever changes a file can chain it anew.</summary>
    public static bool ChainsWithoutKey { get; set; }
}
