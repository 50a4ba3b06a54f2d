namespace HitlDashboard.Demo;

internal static class DemoServices
{
    /// <summary>Adds the stream of sample runs behind <c>serve --demo</c>.</summary>
    public static IServiceCollection AddDemo(this IServiceCollection services) => services.AddHostedService<DemoStream>();
}
