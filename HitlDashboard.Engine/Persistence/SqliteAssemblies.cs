using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace HitlDashboard.Engine.Persistence;

/// <summary>Lets EF Core run on the pinned, older SQLite wrapper (docs/adr/0003-sqlite-pins.md). Does nothing where a newer one is restored.</summary>
internal static class SqliteAssemblies
{
    // The migration tool runs the engine from its own folder; there the wrapper lies beside this assembly.
    private static string Folder => Path.GetDirectoryName(typeof(SqliteAssemblies).Assembly.Location) is { Length: > 0 } beside ? beside : AppContext.BaseDirectory;

    // CA2255: a library has no other moment that is certain to come before the first use of SQLite.
#pragma warning disable CA2255
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void AcceptPinnedVersion() =>
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            name.Name!.StartsWith("SQLitePCLRaw", StringComparison.Ordinal)
                ? context.LoadFromAssemblyPath(Path.Combine(Folder, name.Name + ".dll"))
                : null;
}
