using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace HitlDashboard.App;

/// <summary>
/// Serves <c>blazor.web.js</c> out of an assembly that travels beside the application, without loading it: docs/adr/0004-blazor-script.md.
/// </summary>
internal sealed class BlazorScript
{
    private const string ResourceName = "_framework/blazor.web.js";
    private readonly byte[] _plain;
    private readonly byte[] _brotli;
    private readonly EntityTagHeaderValue _tag;
    private readonly string _version;

    public BlazorScript()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "client", "Microsoft.AspNetCore.Components.Endpoints.dll");
        _plain = ReadResource(path);
        _version = Convert.ToHexStringLower(SHA256.HashData(_plain))[..16];
        _tag = new EntityTagHeaderValue($"\"{_version}\"");
        _brotli = Compress(_plain);
    }

    /// <summary>The address with the content's digest, so that browsers may keep it for ever.</summary>
    public string Url => $"/{ResourceName}?v={_version}";

    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet($"/{ResourceName}", (HttpContext context, BlazorScript script) => script.Serve(context))
            .AllowAnonymous()
            .ExcludeFromDescription();

    private IResult Serve(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = context.Request.Query["v"] == _version ? "public, max-age=31536000, immutable" : "no-cache";
        headers.Vary = HeaderNames.AcceptEncoding;
        if (!context.Request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.Ordinal))
        {
            return Results.Bytes(_plain, "text/javascript; charset=utf-8", entityTag: _tag);
        }

        headers.ContentEncoding = "br";
        return Results.Bytes(_brotli, "text/javascript; charset=utf-8", entityTag: _tag);
    }

    private static byte[] ReadResource(string path)
    {
        if (!File.Exists(path))
        {
            throw new StartRefusedException($"The file {path} is missing: build or publish the application again.");
        }

        using var image = new PEReader(File.OpenRead(path));
        var metadata = image.GetMetadataReader();
        foreach (var handle in metadata.ManifestResources)
        {
            var resource = metadata.GetManifestResource(handle);
            if (metadata.GetString(resource.Name) == ResourceName)
            {
                return Slice(image, resource);
            }
        }

        throw new StartRefusedException($"The file {path} does not hold {ResourceName}: build or publish the application again.");
    }

    private static byte[] Slice(PEReader image, ManifestResource resource)
    {
        var directory = image.PEHeaders.CorHeader!.ResourcesDirectory;
        var section = image.GetSectionData(directory.RelativeVirtualAddress);
        var reader = section.GetReader((int)resource.Offset, section.Length - (int)resource.Offset);
        return reader.ReadBytes(reader.ReadInt32());
    }

    private static byte[] Compress(byte[] content)
    {
        using var target = new MemoryStream();
        using (var brotli = new BrotliStream(target, CompressionLevel.Optimal))
        {
            brotli.Write(content);
        }

        return target.ToArray();
    }
}
