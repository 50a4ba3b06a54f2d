using HitlDashboard.Engine.Audit;

namespace HitlDashboard.Engine.Integrity;

/// <summary>What an audit chain is checked with.</summary>
/// <param name="Key">The key, or null where nobody has it: then only the digests are checked.</param>
/// <param name="Anchors">Ends that the chain once had.</param>
public sealed record AuditProof(byte[]? Key, IReadOnlyList<AuditAnchor> Anchors)
{
    /// <summary>The key and the anchors in the folder of a database.</summary>
    /// <param name="file">The database.</param>
    /// <exception cref="EngineRefusedException">The key there is none.</exception>
    public static AuditProof Beside(string file)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        return Of(Path.Combine(folder, AuditKey.FileName), Path.Combine(folder, AuditAnchor.FileName));
    }

    /// <summary>The key and the anchors in files; one that is missing gives none.</summary>
    /// <param name="keyFile">The file of the key.</param>
    /// <param name="anchorFile">The file of the anchors.</param>
    /// <exception cref="EngineRefusedException">The key's file holds none.</exception>
    public static AuditProof Of(string keyFile, string anchorFile) => new(AuditKey.Read(keyFile), AuditAnchor.ReadAll(anchorFile));
}
