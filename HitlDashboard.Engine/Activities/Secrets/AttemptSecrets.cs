using HitlDashboard.Engine.Definitions;

namespace HitlDashboard.Engine.Activities.Secrets;

/// <summary>The secrets of one attempt: values for activities that take them out of here, references for those whose result is their parameters.</summary>
internal sealed class AttemptSecrets(SecretStore store, bool givesValues)
{
    private readonly List<string> _problems = [];

    /// <summary>What <c>{{secrets.NAME}}</c> stands for, or null where the secret has no value.</summary>
    public string? Find(string name)
    {
        if (store.Find(name, out var problem) is { } value)
        {
            return givesValues ? value : SecretReference.Of(name);
        }

        _problems.Add(problem!);
        return null;
    }

    /// <summary>The parameters could not be rendered: says which secrets are missing where that is why.</summary>
    public ActivityOutcome.Failed Failure(TemplateException exception) => _problems.Count == 0
        ? new ActivityOutcome.Failed("template", exception.Message, Retryable: false)
        : new ActivityOutcome.Failed("secret-missing", string.Join(" ", _problems.Distinct(StringComparer.Ordinal)), Retryable: false);
}
