using System.Collections.Frozen;
using System.Globalization;
using System.Security.Claims;
using HitlDashboard.Engine.Lifecycle;
using Microsoft.EntityFrameworkCore;

namespace HitlDashboard.SignIn;

/// <summary>
/// Who may do what right now, in memory: every request, every live circuit and every decision is checked against it, so that a revoked role or key ends at once.
/// </summary>
internal sealed class AccountRoster(IDbContextFactory<AccountsContext> contexts, TimeProvider clock) : IDisposable
{
    private readonly SemaphoreSlim _loading = new(1, 1);
    private Snapshot _now = Snapshot.Empty;

    /// <summary>Whether nobody has been added yet.</summary>
    public bool IsEmpty => Volatile.Read(ref _now).People.Count == 0;

    /// <summary>Reads everything again; called after every change.</summary>
    public async Task ReloadAsync(CancellationToken cancellation)
    {
        await _loading.WaitAsync(cancellation);
        try
        {
            await using var context = await contexts.CreateDbContextAsync(cancellation);
            var now = clock.GetUtcNow();
            var people = await context.Users.AsNoTracking().Where(account => account.DisabledAt == null)
                .Select(account => new Person(account.Id, account.UserName!, account.Role, account.SecurityStamp!)).ToListAsync(cancellation);
            // Also of who was disabled: their key stays theirs.
            var names = (await context.Users.AsNoTracking().Select(account => account.UserName!).ToListAsync(cancellation)).ToHashSet(StringComparer.OrdinalIgnoreCase);
            var rows = await context.ApiKeys.AsNoTracking().Where(key => key.RevokedAt == null).ToListAsync(cancellation);
            var keys = rows.Select(key => new Key(key.Id, key.Name, key.Digest, key.Role, key.ExpiresAt) { Owner = names.Contains(key.CreatedBy) ? key.CreatedBy : null });
            var ended = await context.EndedSessions.AsNoTracking().Where(session => session.ExpiresAt > now)
                .Select(session => session.Id).ToListAsync(cancellation);
            Volatile.Write(ref _now, new Snapshot(
                people.ToFrozenDictionary(person => person.Id, StringComparer.Ordinal),
                keys.ToFrozenDictionary(key => key.Digest, StringComparer.Ordinal),
                ended.ToFrozenSet(StringComparer.Ordinal)));
        }
        finally
        {
            _loading.Release();
        }
    }

    /// <summary>The name of an enabled account as it is written, or null where there is none.</summary>
    public string? FindPerson(string name) =>
        Volatile.Read(ref _now).People.Values.FirstOrDefault(person => string.Equals(person.Name, name, StringComparison.OrdinalIgnoreCase))?.Name;

    /// <summary>The names of all enabled accounts, in order.</summary>
    public IReadOnlyList<string> People => [.. Volatile.Read(ref _now).People.Values.Select(person => person.Name).Order(StringComparer.OrdinalIgnoreCase)];

    /// <summary>The key with this digest, or null where there is none, it was revoked or it expired.</summary>
    public Key? FindKey(string digest) =>
        Volatile.Read(ref _now).Keys.TryGetValue(digest, out var key) && !(key.ExpiresAt <= clock.GetUtcNow()) ? key : null;

    /// <summary>Whether what was true at sign-in is still true: not disabled, same role, same password, not signed out, not too long ago, key not revoked.</summary>
    public bool IsCurrent(ClaimsPrincipal user)
    {
        var now = Volatile.Read(ref _now);
        var role = user.FindFirstValue(ClaimTypes.Role);
        if (user.FindFirstValue(SessionClaims.Kind) == nameof(ActorKind.ApiKey))
        {
            var id = user.FindFirstValue(ClaimTypes.NameIdentifier);
            return now.Keys.Values.Any(key => key.Id.ToString(CultureInfo.InvariantCulture) == id && key.Role == role && FindKey(key.Digest) is not null);
        }

        return user.FindFirstValue(ClaimTypes.NameIdentifier) is { } person
            && now.People.TryGetValue(person, out var known)
            && known.Role == role
            && known.Stamp == user.FindFirstValue(SessionClaims.Stamp)
            && long.TryParse(user.FindFirstValue(SessionClaims.Until), CultureInfo.InvariantCulture, out var until)
            && clock.GetUtcNow().ToUnixTimeSeconds() < until
            && user.FindFirstValue(SessionClaims.Session) is { } session
            && !now.EndedSessions.Contains(session);
    }

    public void Dispose() => _loading.Dispose();

    internal sealed record Key(long Id, string Name, string Digest, string Role, DateTimeOffset? ExpiresAt)
    {
        /// <summary>The person who made it, or null where that was no account.</summary>
        public string? Owner { get; init; }
    }

    private sealed record Person(string Id, string Name, string Role, string Stamp);

    private sealed record Snapshot(FrozenDictionary<string, Person> People, FrozenDictionary<string, Key> Keys, FrozenSet<string> EndedSessions)
    {
        public static readonly Snapshot Empty = new(FrozenDictionary<string, Person>.Empty, FrozenDictionary<string, Key>.Empty, FrozenSet<string>.Empty);
    }
}
