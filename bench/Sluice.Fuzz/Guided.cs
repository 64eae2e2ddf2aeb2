using SharpFuzz;

namespace Sluice.Fuzz;

/// <summary>
/// Inputs that are led by coverage: AFL++ changes those that reached a branch that none before had reached. The script <c>guided</c> instruments the
/// libraries and runs it.
/// </summary>
public static class Guided
{
    /// <summary>The targets whose names are given, or all; a name may have its spaces as hyphens.</summary>
    public static IEnumerable<Target> Targets(string name) => Target.All.Where(t => name == "all" || t.Name == name || FileName(t) == name);

    /// <summary>A target's name as that of a file.</summary>
    public static string FileName(Target target) => string.Concat(target.Name.Select(c => char.IsLetterOrDigit(c) ? c : '-'));

    /// <summary>Writes the samples of a target, where AFL++ begins, and the words of its format.</summary>
    /// <param name="target">The target.</param>
    /// <param name="folder">The folder, which is made; the samples go into <c>seeds</c>, the words into <c>words</c>.</param>
    public static void Write(Target target, string folder)
    {
        string seeds = Path.Combine(folder, "seeds");
        Directory.CreateDirectory(seeds);
        for (int i = 0; i < target.Samples.Length; i++) File.WriteAllBytes(Path.Combine(seeds, $"{i}"), target.Samples[i]);
        File.WriteAllLines(Path.Combine(folder, "words"), target.Words.Where(w => w.Length is > 0 and <= 128).Select(
            w => $"\"{string.Concat(System.Text.Encoding.UTF8.GetBytes(w).Select(b => $"\\x{b:X2}"))}\""));
    }

    /// <summary>Reads what AFL++ gives, one input after the other; any exception but a <see cref="SluiceFormatException"/> ends the process.</summary>
    /// <param name="name">The target's name.</param>
    public static void Run(string name)
    {
        // Instrumented code runs within the fuzzer alone.
        Target? target = null;
        Fuzzer.Run(stream =>
        {
            target ??= Targets(name).First();
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            try
            {
                target.Read(bytes.ToArray());
            }
            catch (SluiceFormatException)
            {
            }
        });
    }
}
