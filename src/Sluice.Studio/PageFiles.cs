using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticFiles;

namespace Sluice.Studio;

/// <summary>The files of the page, which lie in the assembly.</summary>
internal sealed class PageFiles
{
    private const string Prefix = "page/", Start = "index.html";

    private readonly Dictionary<string, (byte[] Content, Lazy<byte[]> Packed, string Tag)> _files = [];
    private readonly FileExtensionContentTypeProvider _types = new();

    /// <summary>Reads them.</summary>
    /// <exception cref="SluiceException">The page was not built.</exception>
    public PageFiles()
    {
        var assembly = typeof(PageFiles).Assembly;
        foreach (string name in assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            byte[] content = new byte[stream.Length];
            stream.ReadExactly(content);
            _files[name[Prefix.Length..]] = (content, new(() => Packed(content)), Convert.ToHexString(SHA256.HashData(content).AsSpan(0, 12)));
        }

        if (!_files.ContainsKey(Start))
            throw new SluiceException(
                "studio: the page was not built, since Node 20 or newer, with npm, was not there when Sluice was built. Install it and build again.");
    }

    /// <summary>Serves them; any path without a dot is a view, which is an address of the one page.</summary>
    public void Map(WebApplication app) => app.MapFallback("{*path}", context =>
    {
        string path = context.Request.Path.Value!.TrimStart('/');
        if (!path.Contains('.') && !path.StartsWith("api/", StringComparison.Ordinal)) path = Start;
        var response = context.Response;
        if (!_files.TryGetValue(path, out var file))
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        // Any browser unpacks gzip; what is asked for first is packed once.
        bool packed = context.Request.GetTypedHeaders().AcceptEncoding.Any(e => e.Value == "gzip" && e.Quality != 0);
        string tag = packed ? $"\"{file.Tag}-gzip\"" : $"\"{file.Tag}\"";
        response.Headers.Vary = "Accept-Encoding";
        response.Headers.ETag = tag;
        // The bundler puts a hash of the content into the names of assets.
        response.Headers.CacheControl = path.StartsWith("assets/", StringComparison.Ordinal) ? "public, max-age=31536000, immutable" : "no-cache";
        if (context.Request.Headers.IfNoneMatch == tag)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        response.ContentType = _types.TryGetContentType(path, out string? type)
            ? type.StartsWith("text/", StringComparison.Ordinal) ? type + "; charset=utf-8" : type
            : "application/octet-stream";
        byte[] content = packed ? file.Packed.Value : file.Content;
        if (packed) response.Headers.ContentEncoding = "gzip";
        response.ContentLength = content.Length;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : response.Body.WriteAsync(content).AsTask();
    });

    private static byte[] Packed(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal)) gzip.Write(content);
        return packed.ToArray();
    }
}
