using System.Security.Cryptography;
using System.Text;

namespace HitlDashboard.Engine.Ledger;

/// <summary>What a decision is bound to: a hash over everything that was shown, and for what.</summary>
internal static class ReviewDigest
{
    public static string Of(RunImage run, TaskImage task, string request) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes($"{run.Definition.Hash}\n{task.Id}\n{task.StepId}\n{task.Index}\n{task.Round}\n{task.Attempt}\n{request}")));
}
