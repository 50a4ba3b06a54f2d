using System.Text.Json;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Ledger.Handlers;

/// <summary>Refusals that several handlers give.</summary>
internal static class Refuse
{
    public static Answer<T> With<T>(string code, string message, JsonElement? details = null) =>
        new Answer<T>.NotAllowed(new Refusal(code, message, details));

    public static Answer<T> Stale<T>(string code, string message, object? details = null) =>
        new Answer<T>.Stale(new Refusal(code, message, details is null ? null : EngineJson.From(details)));

    public static Answer<T> NotFound<T>(string what, object id) => With<T>("not-found", $"There is no {what} {id}.");

    /// <summary>Null where the actor has the role, otherwise the refusal that names it.</summary>
    public static Answer<T>? Unless<T>(Actor actor, Role needed) =>
        actor.Role >= needed && actor.Role != Role.Worker
            ? null
            : With<T>(
                "forbidden",
                $"This needs the role {needed.ToString().ToLowerInvariant()}; {actor.Name} has {actor.Role.ToString().ToLowerInvariant()}.",
                EngineJson.From(new { missingRole = needed.ToString().ToLowerInvariant() }));
}
