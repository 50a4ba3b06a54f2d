using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using HitlDashboard.Engine.Lifecycle;
using Microsoft.EntityFrameworkCore;

namespace HitlDashboard.SignIn;

/// <summary>Makes, lists and revokes the keys of programs: <c>hitl_</c>, 12 characters to recognise it by, <c>_</c>, 64 secret ones.</summary>
internal sealed class ApiKeys(IDbContextFactory<AccountsContext> contexts, AccountRoster roster, TimeProvider clock)
{
    private static readonly TimeSpan UseGrain = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<long, DateTimeOffset> _lastNoted = new();

    public async Task<IReadOnlyList<ApiKeyRow>> ListAsync(CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        return await context.ApiKeys.AsNoTracking().OrderBy(key => key.Name).ThenBy(key => key.Id).ToListAsync(cancellation);
    }

    /// <summary>Makes a key.</summary>
    /// <param name="name">1 to 100 characters; a key with this name that is not revoked is refused.</param>
    /// <param name="role">What it may do.</param>
    /// <param name="createdBy">Who makes it; where that is an account, the key counts as that person.</param>
    /// <param name="lifetime">Null for no end.</param>
    /// <returns>The key, to be shown once, or why not.</returns>
    public async Task<(string? Key, string? Refusal)> CreateAsync(string name, Role role, string createdBy, TimeSpan? lifetime)
    {
        if (name.Trim() is not { Length: > 0 and <= 100 } trimmed)
        {
            return (null, "A key needs a name of 1 to 100 characters.");
        }

        var prefix = $"hitl_{RandomNumberGenerator.GetHexString(12, lowercase: true)}";
        var key = $"{prefix}_{RandomNumberGenerator.GetHexString(64, lowercase: true)}";
        var isAdded = await AddAsync(trimmed, key, prefix, role, createdBy, lifetime);
        return isAdded ? (key, null) : (null, $"There is a key named {trimmed} already: revoke it first, or choose another name.");
    }

    /// <summary>Stores a key that somebody else made up; one with the same name is revoked.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="key">The key.</param>
    /// <param name="role">What it may do.</param>
    /// <param name="owner">The account that it counts as where people must agree or be apart; null makes it a person of its own.</param>
    public async Task ImportAsync(string name, string key, Role role, string? owner = null)
    {
        await RevokeAsync(name);
        await using (var context = await contexts.CreateDbContextAsync())
        {
            var digest = DigestOf(key);
            await context.ApiKeys.Where(row => row.Digest == digest).ExecuteDeleteAsync();
        }

        await AddAsync(name, key, "given at start", role, createdBy: owner ?? name, lifetime: null);
    }

    public async Task RevokeAsync(string name)
    {
        await using (var context = await contexts.CreateDbContextAsync())
        {
            var now = clock.GetUtcNow();
            await context.ApiKeys.Where(key => key.Name == name && key.RevokedAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(key => key.RevokedAt, now));
        }

        await roster.ReloadAsync(CancellationToken.None);
    }

    /// <summary>The key's record if it may be used now; notes the use at most once a minute.</summary>
    public async ValueTask<AccountRoster.Key?> FindAsync(string key)
    {
        if (roster.FindKey(DigestOf(key)) is not { } found)
        {
            return null;
        }

        var now = clock.GetUtcNow();
        var noted = _lastNoted.GetValueOrDefault(found.Id);
        if (now - noted >= UseGrain && (noted == default ? _lastNoted.TryAdd(found.Id, now) : _lastNoted.TryUpdate(found.Id, now, noted)))
        {
            await using var context = await contexts.CreateDbContextAsync();
            await context.ApiKeys.Where(row => row.Id == found.Id).ExecuteUpdateAsync(set => set.SetProperty(row => row.LastUsedAt, now));
        }

        return found;
    }

    private static string DigestOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private async Task<bool> AddAsync(string name, string key, string prefix, Role role, string createdBy, TimeSpan? lifetime)
    {
        var now = clock.GetUtcNow();
        await using (var context = await contexts.CreateDbContextAsync())
        {
            if (await context.ApiKeys.AnyAsync(row => row.Name == name && row.RevokedAt == null))
            {
                return false;
            }

            context.ApiKeys.Add(new ApiKeyRow
            {
                Name = name, Prefix = prefix, Digest = DigestOf(key), Role = Policies.NameOf(role), CreatedBy = createdBy, CreatedAt = now, ExpiresAt = now + lifetime,
            });
            await context.SaveChangesAsync();
        }

        await roster.ReloadAsync(CancellationToken.None);
        return true;
    }
}
