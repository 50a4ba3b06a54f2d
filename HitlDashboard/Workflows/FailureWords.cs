using HitlDashboard.Engine.Definitions;

namespace HitlDashboard.Workflows;

/// <summary>What an exhausted failure does, in words.</summary>
public static class FailureWords
{
    public static string Of(FailureRule rule) => rule switch
    {
        FailureRule.Fail => "the run fails",
        FailureRule.Continue => "the run goes on",
        FailureRule.Review => "a person decides",
    };
}
