using System.Globalization;
using Sluice.Interop;

namespace Sluice.Serving.Models;

/// <summary>The names and files of the models that are to be served.</summary>
internal static class ModelPaths
{
    private const string File = "model.safetensors";
    private static readonly string[] s_endings = [".safetensors", .. NetworkFile.Endings];

    /// <summary>Finds them: a model file, a run folder, or a folder of these, each perhaps with a name before it.</summary>
    /// <exception cref="SluiceException">There is no such file or folder, it holds no model, or two have one name.</exception>
    public static IReadOnlyList<(string Name, string Path)> Find(IEnumerable<string> asked)
    {
        List<(string Name, string Path)> found = [];
        foreach (string one in asked)
        {
            int equals = one.IndexOf('=');
            bool named = equals > 0 && !System.IO.Path.Exists(one);
            (string? name, string path) = named ? (one[..equals], one[(equals + 1)..]) : (null, one);
            if (System.IO.File.Exists(path)) found.Add((name ?? NameOf(path), path));
            else if (System.IO.File.Exists(Path.Combine(path, File))) found.Add((name ?? FolderName(path), Path.Combine(path, File)));
            else if (!Directory.Exists(path)) throw new SluiceFormatException("there is no such model file, run folder or folder of models.", path);
            else
            {
                var within = Within(path).Select(m => (name is null ? m.Name : $"{name}-{m.Name}", m.Path)).ToList();
                if (within.Count == 0) throw new SluiceFormatException($"expected model files (*{string.Join(", *", s_endings)}) or run folders in this folder, got none.", path);
                found.AddRange(within);
            }
        }

        foreach (var (name, _) in found)
            if (!CanBeCalled(name))
                throw new SluiceException($"serve: expected a name without '/', '\\' and signs that are not seen for a model, got '{Seen(name)}'. Name it: NAME=PATH.");
        return found.GroupBy(m => m.Name).FirstOrDefault(g => g.Count() > 1) is { } doubled
            ? throw new SluiceException(
                $"serve: two models would be called '{doubled.Key}': {string.Join(" and ", doubled.Select(m => m.Path))}. Name one: NAME=PATH.")
            : found;
    }

    // Names stand in addresses, as one part of a path: with %20 for a blank, and so on. One of dots alone would be a way through folders.
    private static bool CanBeCalled(string name)
        => name.Trim() == name && name.Any(c => c != '.') && name.All(c => c is not ('/' or '\\') && IsSeen(c));

    private static bool IsSeen(char c) => char.GetUnicodeCategory(c) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);

    private static string Seen(string name) => string.Concat(name.Select(c => IsSeen(c) ? c : '?'));

    private static IEnumerable<(string Name, string Path)> Within(string folder) => Directory.GetDirectories(folder)
        .Where(d => System.IO.File.Exists(Path.Combine(d, File))).Select(d => (FolderName(d), Path.Combine(d, File)))
        .Concat(s_endings.SelectMany(e => Directory.GetFiles(folder, $"*{e}")).Select(f => (NameOf(f), f))).OrderBy(m => m.Item1, StringComparer.Ordinal);

    private static string NameOf(string file)
        => Path.GetFileName(file) == File ? FolderName(Path.GetDirectoryName(Path.GetFullPath(file))!) : Path.GetFileNameWithoutExtension(file);

    private static string FolderName(string folder) => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
}
