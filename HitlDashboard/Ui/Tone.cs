namespace HitlDashboard.Ui;

/// <summary>What a status means for whoever looks; decides its colour and its icon. The word always stands beside them.</summary>
public enum Tone
{
    /// <summary>Nothing is expected of anybody.</summary>
    Neutral,

    /// <summary>Work goes on.</summary>
    Active,

    /// <summary>A person is needed.</summary>
    Waiting,

    /// <summary>It ended well.</summary>
    Good,

    /// <summary>It wants attention.</summary>
    Warning,

    /// <summary>It ended badly.</summary>
    Bad,
}
