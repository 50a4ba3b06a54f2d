namespace HitlDashboard.Engine.Notifications;

/// <summary>Settings of messages to the outside: the section <c>Notifications</c>.</summary>
public sealed record NotificationOptions
{
    /// <summary><c>Notifications:Webhook:Url</c>. Where messages are posted as CloudEvents; absolute, http or https. Default null: nowhere.</summary>
    public Uri? WebhookUrl { get; init; }

    /// <summary>
    /// <c>Notifications:Webhook:Secret</c>. Signs the messages: <c>whsec_</c> and base64 as Standard Webhooks writes it, or any other text as it is.
    /// Default null: messages are not signed.
    /// </summary>
    public string? WebhookSecret { get; init; }

    /// <summary><c>Notifications:Source</c>. The <c>source</c> of the CloudEvents. Default <c>urn:hitl-dashboard</c>.</summary>
    public string Source { get; init; } = "urn:hitl-dashboard";

    // The secret must not reach a log through a record's text.
    /// <inheritdoc />
    public override string ToString() => $"{nameof(NotificationOptions)} {{ {nameof(WebhookUrl)} = {WebhookUrl?.GetLeftPart(UriPartial.Authority)} }}";
}
