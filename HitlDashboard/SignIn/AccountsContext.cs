using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace HitlDashboard.SignIn;

/// <summary>People, keys and ended sessions, in a file of their own: docs/adr/0006-accounts-file.md.</summary>
internal sealed class AccountsContext(DbContextOptions<AccountsContext> options) : IdentityUserContext<Account>(options)
{
    public DbSet<ApiKeyRow> ApiKeys => Set<ApiKeyRow>();

    public DbSet<EndedSessionRow> EndedSessions => Set<EndedSessionRow>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);

        // Unix milliseconds: SQLite orders them, and its text form of an instant it does not.
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UnixMilliseconds>();
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.Entity<Account>().ToTable("Accounts");
        builder.Entity<ApiKeyRow>(key =>
        {
            key.ToTable("ApiKeys");
            key.HasIndex(row => row.Digest).IsUnique();
            key.HasIndex(row => row.Name).IsUnique().HasFilter("RevokedAt IS NULL");
        });
        builder.Entity<EndedSessionRow>().ToTable("EndedSessions").HasKey(session => session.Id);
    }

    private sealed class UnixMilliseconds() : ValueConverter<DateTimeOffset, long>(
        instant => instant.ToUnixTimeMilliseconds(),
        milliseconds => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));
}
