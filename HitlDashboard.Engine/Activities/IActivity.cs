using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Activities;

/// <summary>One kind of step. Implementations keep no state between calls and may be called from many threads.</summary>
public interface IActivity
{
    /// <summary>The name that <c>uses</c> gives.</summary>
    string Uses { get; }

    /// <summary>Whether <c>{{secrets.NAME}}</c> gives it the value. False gives the reference: right for an activity whose output or file is made of its parameters.</summary>
    bool ReadsSecrets => false;

    /// <summary>Runs one attempt.</summary>
    /// <param name="context">Everything it needs.</param>
    /// <param name="cancellation">Fires at the attempt's timeout, when the task is cancelled and at shutdown; the implementation stops and lets the <see cref="OperationCanceledException"/> pass.</param>
    /// <returns>What it learned. Expected failures are <see cref="ActivityOutcome.Failed"/>, never exceptions.</returns>
    Task<ActivityOutcome> RunAsync(ActivityContext context, CancellationToken cancellation);
}

/// <summary>A file that an activity stored.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name, without folders.</param>
/// <param name="MediaType">As <c>text/markdown</c>.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Sha256">64 lower-case hexadecimal digits.</param>
public sealed record StoredArtifact(ArtifactId Id, string Name, string MediaType, long Size, string Sha256);
