using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace HitlDashboard.Tests.Fuzz;

/// <summary>Reads markup as a browser does and says what in it could do something: lists of what is allowed, so that what nobody thought of is found too.</summary>
internal static class HarmlessMarkup
{
    private static readonly HashSet<string> Elements = new(StringComparer.Ordinal)
    {
        "p", "h1", "h2", "h3", "h4", "h5", "h6", "em", "strong", "del", "ins", "mark", "sub", "sup", "code", "pre", "blockquote", "ul", "ol", "li", "hr", "br", "a", "img", "input", "table", "thead", "tbody", "tr", "th", "td",
    };

    private static readonly HashSet<string> Attributes = new(StringComparer.Ordinal)
    {
        "a href", "a title", "a target", "a rel", "img src", "img alt", "img title", "img loading", "input type", "input disabled", "input checked", "ol start", "ol type", "ul class", "ol class", "li class", "code class", "th style", "td style",
    };

    /// <summary>Null where nothing in it can run, or ask any other machine for anything before a person clicks.</summary>
    public static string? Problem(string markup)
    {
        foreach (var element in new HtmlParser().ParseDocument(markup).Body!.QuerySelectorAll("*"))
        {
            if (!Elements.Contains(element.LocalName))
            {
                return $"<{element.LocalName}> came out.";
            }

            foreach (var attribute in element.Attributes)
            {
                if (!Attributes.Contains($"{element.LocalName} {attribute.Name}") || !IsHarmless(element, attribute))
                {
                    return $"<{element.LocalName} {attribute.Name}=\"{attribute.Value}\"> came out.";
                }
            }
        }

        return null;
    }

    /// <summary>The same for a frame without any rights: its policy comes before everything else, and nothing in it goes round the policy.</summary>
    public static string? FrameProblem(string markup)
    {
        var head = new HtmlParser().ParseDocument(markup).Head!;
        var policy = head.FirstElementChild;
        if (policy is not { LocalName: "meta" } || policy.GetAttribute("http-equiv") != "Content-Security-Policy"
            || policy.GetAttribute("content")?.StartsWith("default-src 'none';", StringComparison.Ordinal) != true)
        {
            return "The policy does not come first.";
        }

        // Browsers connect for rel=preconnect without asking the policy.
        return head.Owner!.QuerySelectorAll("*").Any(element => element.LocalName == "link") ? "<link> came out." : null;
    }

    private static bool IsHarmless(IElement element, IAttr attribute) => attribute.Name switch
    {
        "href" => element.GetAttribute("rel") == "noopener noreferrer nofollow" && Uri.TryCreate(attribute.Value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" or "mailto",
        "src" => attribute.Value.StartsWith("/api/artifacts/", StringComparison.Ordinal) && Guid.TryParse(attribute.Value.AsSpan("/api/artifacts/".Length), out _),
        "style" => attribute.Value is "text-align: left;" or "text-align: right;" or "text-align: center;",
        "type" when element.LocalName == "input" => attribute.Value == "checkbox",
        "class" => attribute.Value is "contains-task-list" or "task-list-item" || attribute.Value.StartsWith("language-", StringComparison.Ordinal),
        _ => true,
    };
}
