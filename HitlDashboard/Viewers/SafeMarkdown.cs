using System.Text.Encodings.Web;
using HitlDashboard.Engine.Lifecycle;
using Markdig;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Microsoft.AspNetCore.Components;

namespace HitlDashboard.Viewers;

/// <summary>
/// Markdown as HTML that cannot do harm: no raw HTML, no attributes from the text, links only to the web and mail and marked as
/// foreign, images only from our own artifact store, hidden characters made visible.
/// </summary>
internal static class SafeMarkdown
{
    // Only extensions that neither take attributes from the text (generic attributes) nor embed anything (media links).
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables()
        .UseTaskLists()
        .UseEmphasisExtras()
        .UseAutoLinks()
        .DisableHtml()
        .Build();

    /// <summary>As HTML; what nests deeper than Markdown is read is shown as it was written.</summary>
    public static MarkupString Render(string markdown)
    {
        try
        {
            return new MarkupString(VisibleText.Of(Html(markdown)));
        }
        catch (ArgumentException)
        {
            return new MarkupString($"<p>This nests too deep to be shown as Markdown; here is how it was written.</p><pre><code>{HtmlEncoder.Default.Encode(VisibleText.Of(markdown))}</code></pre>");
        }
    }

    private static string Html(string markdown)
    {
        var document = Markdown.Parse(markdown, Pipeline);
        foreach (var link in document.Descendants<LinkInline>().ToList())
        {
            Guard(link);
        }

        foreach (var link in document.Descendants<AutolinkInline>().ToList())
        {
            if (IsForeign(link.IsEmail ? $"mailto:{link.Url}" : link.Url))
            {
                MarkForeign(link);
            }
            else
            {
                link.ReplaceBy(new LiteralInline(link.Url));
            }
        }

        return document.ToHtml(Pipeline);
    }

    private static void Guard(LinkInline link)
    {
        var url = link.GetDynamicUrl?.Invoke() ?? link.Url ?? "";
        link.GetDynamicUrl = null;
        if (link.IsImage)
        {
            GuardImage(link, url);
        }
        else if (IsForeign(url))
        {
            MarkForeign(link);
        }
        else
        {
            // The words stay, the address is shown and leads nowhere.
            link.InsertAfter(new LiteralInline($" ({url})"));
            Unwrap(link);
        }
    }

    private static void GuardImage(LinkInline link, string url)
    {
        if (OwnArtifact.AddressOf(url) is { } own)
        {
            link.Url = own;
            link.GetAttributes().AddPropertyIfNotExist("loading", "lazy");
            return;
        }

        link.InsertAfter(new LiteralInline($" [image not loaded: {url}]"));
        Unwrap(link);
    }

    private static void Unwrap(LinkInline link)
    {
        Inline previous = link;
        while (link.FirstChild is { } child)
        {
            child.Remove();
            previous.InsertAfter(child);
            previous = child;
        }

        link.Remove();
    }

    private static void MarkForeign(Inline link)
    {
        var attributes = link.GetAttributes();
        attributes.AddPropertyIfNotExist("target", "_blank");
        attributes.AddPropertyIfNotExist("rel", "noopener noreferrer nofollow");
    }

    private static bool IsForeign(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeMailto);
}
