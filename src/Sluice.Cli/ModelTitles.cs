using Sluice.Tasks.Settings;

namespace Sluice.Cli;

/// <summary>What tables call models that stand side by side: the last part of the path of each, or so many as tell them apart.</summary>
internal static class ModelTitles
{
    /// <summary>A title for each model, no two alike.</summary>
    /// <param name="names">The models as the user named them.</param>
    /// <param name="taken">What is called so already.</param>
    /// <exception cref="UsageException">One model is named twice.</exception>
    public static string[] Of(IReadOnlyList<string> names, IEnumerable<string> taken)
    {
        var files = names.Select((name, i) => (Name: name, Place: i, File: Path.GetFullPath(ModelPath.File(name))));
        if (files.GroupBy(f => f.File).FirstOrDefault(g => g.Count() > 1) is { } same)
            throw new UsageException($"--model: expected different models, got one of them twice: {string.Join(" and ", same.Select(f => $"'{f.Name}'"))}.");
        string[][] parts = [.. names.Select(name => Parts(ModelPath.Folder(name)))];
        int[] shown = [.. names.Select(_ => 1)];
        string Title(int i) => names.Count > 1 && names[i] == "last" && shown[i] == 1 ? "last" : string.Join('/', parts[i].TakeLast(shown[i]));
        string[] reserved = [.. taken];
        while (true)
        {
            // Those of one title each show one folder more, as far as there are any.
            int[] alike = [.. Enumerable.Range(0, names.Count).GroupBy(Title).Where(g => g.Count() > 1 || reserved.Contains(g.Key)).SelectMany(g => g)
                .Where(i => shown[i] < parts[i].Length)];
            if (alike.Length == 0) return [.. Enumerable.Range(0, names.Count).Select(Title)];
            foreach (int i in alike) shown[i]++;
        }
    }

    private static string[] Parts(string path)
        => Path.GetFullPath(path).Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries);
}
