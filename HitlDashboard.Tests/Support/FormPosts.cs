using System.Text.RegularExpressions;

namespace HitlDashboard.Tests.Support;

/// <summary>Posts a static page's form as a browser would: with the hidden fields that the page carries.</summary>
public static partial class FormPosts
{
    public static async Task<HttpResponseMessage> PostFormAsync(this HttpClient client, string page, Dictionary<string, string> fields)
    {
        var html = await client.GetStringAsync(new Uri(page, UriKind.Relative));
        var all = HiddenFields(html);
        foreach (var (name, value) in fields)
        {
            all[name] = value;
        }

        return await client.PostAsync(new Uri(page, UriKind.Relative), new FormUrlEncodedContent(all));
    }

    public static Dictionary<string, string> HiddenFields(string html) => Hidden().Matches(html)
        .GroupBy(match => match.Groups["name"].Value)
        .ToDictionary(group => group.Key, group => System.Net.WebUtility.HtmlDecode(group.First().Groups["value"].Value));

    [GeneratedRegex("""<input type="hidden" name="(?<name>[^"]+)" value="(?<value>[^"]*)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Hidden();
}
