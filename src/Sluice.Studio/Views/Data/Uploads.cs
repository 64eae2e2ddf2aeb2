using Microsoft.AspNetCore.Http;
using Sluice.Formats;
using Sluice.Tasks.Reports;

namespace Sluice.Studio.Views.Data;

/// <summary>Files that come from the browser, in the folder <c>uploads</c>.</summary>
internal static class Uploads
{
    // The names of files that are on their way.
    private static readonly Dictionary<string, long> s_coming = [];

    /// <summary>Puts a file there; one of the same name is kept beside it.</summary>
    /// <returns>Its name in the studio's folder.</returns>
    public static async Task<string> Take(Shelf shelf, StudioOptions options, string name, HttpRequest request, CancellationToken stop)
    {
        string plain = Path.GetFileName(name.Replace('\\', '/'));
        if (!SafeName.Is(plain)) throw new SluiceException($"studio: expected the name of a file, got '{TerminalWriter.Clean(name)}'.");
        if (plain is "events.jsonl" or "config.json" or "card.md")
            throw new SluiceException($"studio: expected a data file, got '{plain}', which is part of a run.");
        string folder = shelf.Find("uploads"), stem = Path.GetFileNameWithoutExtension(plain), path = Path.Combine(folder, plain);
        Directory.CreateDirectory(folder);
        lock (s_coming)
        {
            // Those that are being written lie beside the others under names that begin with a dot; they are counted by what was asked for.
            long there = new DirectoryInfo(folder).EnumerateFiles().Where(f => !f.Name.StartsWith('.')).Sum(f => Shelf.SizeOf(f) ?? 0)
                + s_coming.Values.Sum();
            long asked = request.ContentLength ?? options.LargestUpload;
            if (there + asked > options.AllUploads)
                throw new SluiceException(
                    $"studio: the uploads take {there >> 20} MB of {options.AllUploads >> 20} MB, and this one {asked >> 20} MB more. Remove some from the folder uploads first.");
            for (int i = 2; File.Exists(path) || s_coming.ContainsKey(path); i++)
                path = Path.Combine(folder, $"{stem}-{i}{Path.GetExtension(plain)}");
            s_coming.Add(path, asked);
        }

        try
        {
            using (var file = new AtomicFile(path))
            {
                await request.Body.CopyToAsync(file, stop);
                file.Commit();
            }

            DataFit.RequireUsable(path);
            return shelf.NameOf(path);
        }
        finally
        {
            lock (s_coming) s_coming.Remove(path);
        }
    }
}
