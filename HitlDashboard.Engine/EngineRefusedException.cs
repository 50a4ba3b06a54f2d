namespace HitlDashboard.Engine;

/// <summary>The engine can't work with what it was given; the message is one sentence for whoever runs it.</summary>
/// <param name="message">What is wrong and what to do.</param>
/// <param name="cause">What was caught, or null.</param>
public sealed class EngineRefusedException(string message, Exception? cause = null) : InvalidOperationException(message, cause);
