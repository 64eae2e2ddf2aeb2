using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Sluice.Tasks.Descriptor;

namespace Sluice.Cli;

/// <summary>The files of samples: made by their tasks, or kept here as they are published (Samples/make.py says what was taken).</summary>
internal static class SampleFiles
{
    /// <summary>The files of a sample, with a word on where they come from.</summary>
    public static IReadOnlyList<(string Path, byte[] Content)> Of(TaskSample sample)
        =>
        [
            .. sample.Make?.Invoke().Select(f => (f.Path, Encoding.UTF8.GetBytes(f.Content))) ?? Kept(sample.Name),
            (OriginOf(sample), Encoding.UTF8.GetBytes(Origin(sample)))
        ];

    /// <summary>The file that says where a sample comes from.</summary>
    public static string OriginOf(TaskSample sample) => $"{sample.Name}.origin.md";

    private static string Origin(TaskSample sample)
        => $"# {sample.Name}\n\n{char.ToUpperInvariant(sample.About[0])}{sample.About[1..]}.\n\n- source: {sample.Source}\n- licence: {sample.Licence}\n\n{string.Concat(sample.Commands.Select(c => $"    sluice {c}\n"))}";

    private static List<(string Path, byte[] Content)> Kept(string name)
    {
        using var stream = typeof(SampleFiles).Assembly.GetManifestResourceStream($"Sluice.Cli.Samples.{name}.tar.gz")
            ?? throw new SluiceException($"SampleFiles: expected the files of '{name}' in the program, got none.");
        using var unpacked = new GZipStream(stream, CompressionMode.Decompress);
        using var tar = new TarReader(unpacked);
        List<(string, byte[])> files = [];
        while (tar.GetNextEntry(copyData: true) is { } entry)
        {
            using var content = new MemoryStream();
            entry.DataStream?.CopyTo(content);
            files.Add((entry.Name, content.ToArray()));
        }

        return files;
    }
}
