using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace HitlDashboard.Tests.Support;

/// <summary>bUnit asks for a newer AngleSharp than its own dependencies bring; the one that is there does.</summary>
internal static class AngleSharpAssemblies
{
    // CA2255: there is no other moment that is certain to come before the first component test.
#pragma warning disable CA2255
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void AcceptRestoredVersion() =>
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            name.Name!.StartsWith("AngleSharp", StringComparison.Ordinal)
                ? context.LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, name.Name + ".dll"))
                : null;
}
