using System.Security.Cryptography;
using System.Text;

namespace HitlDashboard.Engine.Notifications;

/// <summary>Signs as Standard Webhooks, version 1, says: HMAC-SHA256 over <c>id.timestamp.body</c>.</summary>
internal static class WebhookSignature
{
    private const string Prefix = "whsec_";

    /// <summary>The key's bytes.</summary>
    /// <exception cref="InvalidOperationException">The text starts with <c>whsec_</c> and goes on with something that is not base64.</exception>
    public static byte[] Key(string secret)
    {
        if (!secret.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return Encoding.UTF8.GetBytes(secret);
        }

        var key = new byte[secret.Length];
        return Convert.TryFromBase64String(secret[Prefix.Length..], key, out var length)
            ? key[..length]
            : throw new InvalidOperationException("Notifications:Webhook:Secret starts with whsec_ but is not base64 after it. Paste the whole secret, or use one without that prefix.");
    }

    /// <summary>The value of <c>webhook-signature</c>.</summary>
    public static string Sign(byte[] key, string id, string timestamp, byte[] body)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hash.AppendData(Encoding.UTF8.GetBytes($"{id}.{timestamp}."));
        hash.AppendData(body);
        return $"v1,{Convert.ToBase64String(hash.GetHashAndReset())}";
    }
}
