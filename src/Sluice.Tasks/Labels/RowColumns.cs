using Sluice.Data.Sequences;
using Sluice.Data.Tables;
using Sluice.Tasks.Settings;

namespace Sluice.Tasks.Labels;

/// <summary>Which columns of a table are what, where its rows are the steps of sequences.</summary>
public sealed record RowColumns
{
    /// <summary>The column of labels: one a row for a tagger, one a sequence for a classifier; empty where the data is no table.</summary>
    public string Target { get; init; } = "";

    /// <summary>The column that says to which sequence a row belongs, whose rows stand together; empty for one sequence.</summary>
    public string Sequence { get; init; } = "";

    /// <summary>The columns that the net sees; null for all others.</summary>
    public IReadOnlyList<string>? Inputs { get; init; }

    /// <summary>Rows at which a tagger cuts a sequence into pieces; 0 for never.</summary>
    public int Piece { get; init; } = 256;

    /// <summary>The settings.</summary>
    public static SettingList<RowColumns> Settings { get; } = new(
    [
        Setting<RowColumns>.Text("data.target", "the column of labels, where the data is a table", o => o.Target, (o, v) => o with { Target = v }),
        Setting<RowColumns>.Text(
            "data.sequence", "the column that says to which sequence a row of a table belongs; empty for one sequence", o => o.Sequence,
            (o, v) => o with { Sequence = v }),
        Setting<RowColumns>.List(
            "data.columns", "the columns of a table that the net sees, with commas; empty for all others", o => o.Inputs,
            (o, v) => o with { Inputs = v.Length == 0 ? null : v }),
        Setting<RowColumns>.Integer(
            "data.piece", "rows at which a long sequence of a table is cut into pieces; 0 for never", 0, o => o.Piece,
            (o, v) => o with { Piece = (int)v }),
    ]);

    /// <summary>The columns that the net sees.</summary>
    public string[] InputsOf(Table table) => [.. Inputs ?? [.. table.Columns.Select(c => c.Name).Where(n => n != Target && n != Sequence)]];

    /// <summary>All columns that are something: labels, sequences, and what the net sees.</summary>
    public IEnumerable<string> All(Table table) => InputsOf(table).Concat([Target, Sequence]).Where(n => n.Length > 0 && table.Has(n));

    /// <summary>What columns hold by what they are for: labels are no numbers, and the names of sequences are ids.</summary>
    internal IReadOnlyDictionary<string, ColumnKind> Roles
        => new[] { (Target, ColumnKind.Category), (Sequence, ColumnKind.Id) }.Where(r => r.Item1.Length > 0).DistinctBy(r => r.Item1).ToDictionary();

    /// <summary>The columns that are named, and what they are for.</summary>
    internal IEnumerable<(string Column, string Role)> Named
        => [(Target, "label"), (Sequence, "sequence"), .. (Inputs ?? []).Select(i => (i, "input"))];

    /// <summary>The rows of each sequence, in their order.</summary>
    /// <exception cref="SluiceFormatException">The rows of a sequence do not stand together, or a row belongs to none.</exception>
    public IReadOnlyList<RowRange> Sequences(Table table)
    {
        if (Sequence.Length == 0) return table.RowCount == 0 ? [] : [new RowRange(0, table.RowCount)];
        var column = table.Column(Sequence);
        List<RowRange> sequences = [];
        HashSet<string> seen = [];
        string? before = null;
        int start = 0;
        for (int row = 0; row <= table.RowCount; row++)
        {
            string? name = row == table.RowCount ? null : column.Text(row) ?? throw new SluiceFormatException(
                $"column '{Sequence}' has no value here; it says to which sequence the row belongs.", table.File, table.Line(row));
            if (row > 0 && name == before) continue;
            if (row > 0) sequences.Add(new RowRange(start, row - start));
            if (name is not null && !seen.Add(name))
                throw new SluiceFormatException(
                    $"the sequence '{name}' begins again here; its rows must stand together. Sort the table by '{Sequence}'.", table.File,
                    table.Line(row));
            (before, start) = (name, row);
        }

        return sequences;
    }

    /// <summary>Sequences cut into pieces, none of which is longer than a piece.</summary>
    public IEnumerable<RowRange> Pieces(IEnumerable<RowRange> sequences) => Piece == 0
        ? sequences
        : sequences.SelectMany(s =>
            Enumerable.Range(0, (s.Count + Piece - 1) / Piece).Select(i => new RowRange(s.Start + i * Piece, Math.Min(Piece, s.Count - i * Piece))));

    /// <summary>The sequences of a table with the label of each, which all of its rows have; null where the table has no labels.</summary>
    /// <exception cref="SluiceFormatException">A label is missing, or the rows of a sequence have different ones.</exception>
    public LabelledRows Labelled(Table table)
    {
        var sequences = Sequences(table);
        if (!table.Has(Target)) return new LabelledRows(table, sequences, new string?[sequences.Count]);
        var target = table.Column(Target);
        return new LabelledRows(table, sequences, [.. sequences.Select(s =>
        {
            string label = Label(table, target, s.Start);
            for (int row = s.Start + 1; row < s.End; row++)
                if (Label(table, target, row) is var other && other != label)
                    throw new SluiceFormatException(
                        $"expected the label '{label}' as in the first row of the sequence, got '{other}'.", table.File, table.Line(row));
            return label;
        })]);
    }

    /// <summary>Sequences as vectors, with the label of each row.</summary>
    /// <exception cref="SluiceFormatException">A label is missing.</exception>
    public IReadOnlyList<Sample> Tagged(Table table, TableEncoder encoder, IEnumerable<RowRange> sequences)
    {
        var target = table.Column(Target);
        return [.. sequences.Select(
            s => Vectors(table, encoder, s) with { Tags = [.. Enumerable.Range(s.Start, s.Count).Select(r => Label(table, target, r))] })];
    }

    /// <summary>Sequences as vectors.</summary>
    public static Sample Vectors(Table table, TableEncoder encoder, RowRange rows)
    {
        var values = new float[rows.Count * encoder.Width];
        encoder.Encode(table, rows, values);
        return new Sample(rows.Count, table.Line(rows.Start) ?? 0) { Rows = values };
    }

    /// <summary>The label in a row.</summary>
    internal static string Label(Table table, Column target, int row)
        => target.Text(row) ?? throw new SluiceFormatException($"column '{target.Name}' has no label here.", table.File, table.Line(row));
}
