using HitlDashboard.Engine.Lifecycle;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace HitlDashboard.Engine.Persistence;

/// <summary>How values are stored: ids as 16 big-endian bytes, instants as UTC ticks (SQLite can't order DateTimeOffset), closed choices as text.</summary>
internal static class ValueConversions
{
    public static void Apply(ModelConfigurationBuilder builder)
    {
        builder.Properties<RunId>().HaveConversion<RunIdBytes>();
        builder.Properties<TaskId>().HaveConversion<TaskIdBytes>();
        builder.Properties<ReviewId>().HaveConversion<ReviewIdBytes>();
        builder.Properties<DecisionId>().HaveConversion<DecisionIdBytes>();
        builder.Properties<ArtifactId>().HaveConversion<ArtifactIdBytes>();
        builder.Properties<DateTimeOffset>().HaveConversion<InstantTicks>();
        builder.Properties<Enum>().HaveConversion<string>();
    }

    public static byte[] Bytes(Guid id) => id.ToByteArray(bigEndian: true);

    public static Guid Id(byte[] bytes) => new(bytes, bigEndian: true);

    private sealed class RunIdBytes() : ValueConverter<RunId, byte[]>(id => Bytes(id.Value), bytes => new RunId(Id(bytes)));

    private sealed class TaskIdBytes() : ValueConverter<TaskId, byte[]>(id => Bytes(id.Value), bytes => new TaskId(Id(bytes)));

    private sealed class ReviewIdBytes() : ValueConverter<ReviewId, byte[]>(id => Bytes(id.Value), bytes => new ReviewId(Id(bytes)));

    private sealed class DecisionIdBytes() : ValueConverter<DecisionId, byte[]>(id => Bytes(id.Value), bytes => new DecisionId(Id(bytes)));

    private sealed class ArtifactIdBytes() : ValueConverter<ArtifactId, byte[]>(id => Bytes(id.Value), bytes => new ArtifactId(Id(bytes)));

    private sealed class InstantTicks() : ValueConverter<DateTimeOffset, long>(
        instant => instant.UtcTicks, ticks => new DateTimeOffset(ticks, TimeSpan.Zero));
}
