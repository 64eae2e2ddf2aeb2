using Sluice.Data.Tables;

namespace Sluice.Data.Sequences;

/// <summary>Sequences that are rows of a table, each with a label.</summary>
/// <param name="Table">The rows.</param>
/// <param name="Sequences">Which of them each sequence is.</param>
/// <param name="Labels">The label of each; null where it is not known.</param>
public sealed record LabelledRows(Table Table, IReadOnlyList<RowRange> Sequences, IReadOnlyList<string?> Labels);
