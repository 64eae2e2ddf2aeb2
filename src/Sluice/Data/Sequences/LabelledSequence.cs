using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Sluice.Data.Tables;

namespace Sluice.Data.Sequences;

/// <summary>What a part of the data is for.</summary>
public enum DataPart
{
    /// <summary>What is learned from.</summary>
    Training,

    /// <summary>What choices are made by.</summary>
    Validation,

    /// <summary>What is only measured on.</summary>
    Test,
}

/// <summary>What a report needs to know of a sequence with its labels.</summary>
/// <param name="Part">What it is for.</param>
/// <param name="Length">Its steps.</param>
/// <param name="Labels">Its label, or one for each step; null for one that is missing.</param>
/// <param name="Content">What is the same for two sequences only if what is labelled is the same, such as the words or a hash of the numbers.</param>
/// <param name="Missing">Values that are missing in its steps.</param>
public sealed record LabelledSequence(DataPart Part, int Length, IReadOnlyList<string?> Labels, string Content, int Missing = 0)
{
    /// <summary>Words, with tags or a label of the whole or both.</summary>
    public static LabelledSequence Of(Sample sample, DataPart part) => new(
        part, sample.Count,
        [
            .. sample.Tags ?? [],
            .. sample.Label is { } label ? [sample.Tags is null ? label : $"whole: {label}"] : Array.Empty<string>()
        ], string.Join('\n', sample.Words));

    /// <summary>Sequences of rows, each with a label.</summary>
    public static IEnumerable<LabelledSequence> Of(LabelledRows rows, DataPart part)
        => rows.Sequences.Zip(rows.Labels, (range, label) => Of(rows.Table.Columns, range, [label], part));

    /// <summary>Some rows of columns.</summary>
    public static LabelledSequence Of(IReadOnlyList<Column> columns, RowRange rows, IReadOnlyList<string?> labels, DataPart part)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        int missing = 0;
        foreach (var column in columns)
        {
            hash.AppendData(column is NumberColumn numbers
                ? MemoryMarshal.AsBytes(numbers.Values.AsSpan(rows.Start, rows.Count))
                : Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Range(rows.Start, rows.Count).Select(column.Text))));
            for (int row = rows.Start; row < rows.End; row++) missing += column.IsMissing(row) ? 1 : 0;
        }

        return new LabelledSequence(part, rows.Count, labels, Convert.ToHexString(hash.GetHashAndReset()), missing);
    }
}
