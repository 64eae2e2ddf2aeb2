using System.Text.RegularExpressions;
using Sluice.Data.Sequences;
using Sluice.Data.Text;

namespace Sluice.Readers;

/// <summary>Pairs of texts: two columns between tabs, two files the lines of which belong together, or a dictionary of pronunciations.</summary>
public static partial class PairFile
{
    /// <summary>Reads columns where the first line with text has a tab, else a dictionary.</summary>
    /// <param name="path">The file.</param>
    /// <param name="stress">Whether the phonemes of a dictionary keep their stress.</param>
    /// <exception cref="SluiceFormatException">The file cannot be read, or has a line that is no pair.</exception>
    public static IReadOnlyList<SequencePair> Read(string path, bool stress = true)
    {
        string text = TextFile.Read(path);
        return TextLines.Of(text).FirstOrDefault(l => !string.IsNullOrWhiteSpace(l))?.Contains('\t') == true
            ? ParseColumns(text, path)
            : ParseDictionary(text, path, stress);
    }

    /// <summary>Reads two files; line n of one belongs to line n of the other. Lines empty in both are left out.</summary>
    /// <exception cref="SluiceFormatException">A file cannot be read, they have different numbers of lines, or one side of a pair is
    /// empty.</exception>
    public static IReadOnlyList<SequencePair> Parallel(string source, string target)
    {
        string[] sources = TextLines.Of(TextFile.Read(source)), targets = TextLines.Of(TextFile.Read(target));
        if (sources.Length != targets.Length) (sources, targets) = (Filled(sources), Filled(targets));
        if (sources.Length != targets.Length)
            throw new SluiceFormatException(
                $"expected {sources.Length} lines as in {source}, got {targets.Length}; line n of one must belong to line n of the other.", target);
        List<SequencePair> pairs = [];
        for (int i = 0; i < sources.Length; i++)
        {
            var (one, other) = (TextLines.Trim(sources[i]), TextLines.Trim(targets[i]));
            if (one.Length == 0 && other.Length == 0) continue;
            if (one.Length == 0)
                throw new SluiceFormatException(
                    $"the source is empty and its target is not; give it a text, or empty line {i + 1} of {target}.", source, i + 1);
            if (other.Length == 0)
                throw new SluiceFormatException(
                    $"the target is empty and its source is not; give it a text, or empty line {i + 1} of {source}.", target, i + 1);
            pairs.Add(new(one, other, i + 1));
        }

        return pairs.Count > 0 ? pairs : throw new SluiceFormatException("there is no pair in it.", source);
    }

    /// <summary>Pairs with a tab between source and target; further columns are not read, nor are lines without text.</summary>
    /// <exception cref="SluiceFormatException">A line has no tab or an empty side, or there is no pair.</exception>
    public static IReadOnlyList<SequencePair> ParseColumns(string text, string file) => Parse(text, file, (line, number) =>
    {
        string[] columns = line.Split('\t', 3);
        if (columns.Length < 2) throw new SluiceFormatException("expected a source, a tab and its target, got no tab.", file, number);
        var (source, target) = (TextLines.Trim(columns[0]), TextLines.Trim(columns[1]));
        if (source.Length == 0) throw new SluiceFormatException("the source is empty; give it a text, or remove the line.", file, number, 1);
        if (target.Length == 0) throw new SluiceFormatException("the target is empty; give it a text, or remove the line.", file, number, 2);
        return new SequencePair(source, target, number);
    });

    /// <summary>
    /// A dictionary as that of Carnegie Mellon University: a word, spaces, its phonemes. A further pronunciation is written <c>word(2)</c>
    /// and read as the word; lines from <c>;;;</c> and what follows a space and <c>#</c> are comments.
    /// </summary>
    /// <param name="text">Its content.</param>
    /// <param name="file">What messages call it.</param>
    /// <param name="stress">Whether digits at the end of phonemes, which mark the stress, are kept.</param>
    /// <exception cref="SluiceFormatException">A word has no phonemes, or there is no word.</exception>
    public static IReadOnlyList<SequencePair> ParseDictionary(string text, string file, bool stress = true) => Parse(text, file, (line, number) =>
    {
        if (line.StartsWith(";;;", StringComparison.Ordinal)) return null;
        string[] parts = TextLines.Words(Comment().Replace(line, ""));
        if (parts.Length == 0) return null;
        if (parts.Length == 1) throw new SluiceFormatException($"expected phonemes after '{parts[0]}', got none.", file, number);
        var phonemes = parts.Skip(1).Select(p => stress || p.TrimEnd("0123456789".ToCharArray()) is not { Length: > 0 } plain ? p : plain);
        return new SequencePair(Variant().Replace(parts[0], ""), string.Join(' ', phonemes), number);
    });

    private static List<SequencePair> Parse(string text, string file, Func<string, int, SequencePair?> read)
    {
        List<SequencePair> pairs = [];
        string[] lines = TextLines.Of(text);
        for (int i = 0; i < lines.Length; i++)
            if (!string.IsNullOrWhiteSpace(lines[i]) && read(lines[i], i + 1) is { } pair) pairs.Add(pair);
        return pairs.Count > 0 ? pairs : throw new SluiceFormatException("there is no pair in it.", file);
    }

    /// <summary>The lines up to the last with text: one file may end with more empty ones than the other.</summary>
    private static string[] Filled(string[] lines) => lines[..(Array.FindLastIndex(lines, l => !string.IsNullOrWhiteSpace(l)) + 1)];

    [GeneratedRegex(@"\s#.*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"(?<=.)\([0-9]+\)$")]
    private static partial Regex Variant();
}
