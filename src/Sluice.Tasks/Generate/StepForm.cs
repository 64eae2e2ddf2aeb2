using System.Globalization;
using Sluice.Data.Sequences;
using Sluice.Formats;
using Sluice.Tasks.Settings;

namespace Sluice.Tasks.Generate;

/// <summary>What a step of a sequence is, and how it becomes the numbers that a net reads. It never changes: threads may share it.</summary>
/// <param name="Kind"><c>music</c> (keys of a piano), <c>strokes</c> (dx, dy, pen), <c>numbers</c>, <c>classes</c> or <c>images</c>.</param>
/// <param name="Columns">The columns of the table, where it was one.</param>
/// <param name="Classes">The values of the column, where steps are classes.</param>
/// <param name="Means">What is taken from each number; 0 but for numbers.</param>
/// <param name="Scales">By what each number is then divided; 1 but for numbers and moves of a pen.</param>
public sealed record StepForm(
    string Kind, IReadOnlyList<string> Columns, IReadOnlyList<string> Classes, IReadOnlyList<double> Means, IReadOnlyList<double> Scales)
{
    /// <summary>Music.</summary>
    public const string Music = "music";

    /// <summary>Strokes of a pen.</summary>
    public const string Strokes = "strokes";

    /// <summary>Columns of numbers.</summary>
    public const string Numbers = "numbers";

    /// <summary>One column of a few values.</summary>
    public const string Values = "classes";

    /// <summary>Images, each of them one step of as many numbers as it has pixels.</summary>
    public const string Images = "images";

    /// <summary>Rows of an image; 1 for what is none.</summary>
    public int Height { get; init; } = 1;

    /// <summary>The column of a table that says to which sequence a row belongs; empty for one sequence.</summary>
    public string Id { get; init; } = "";

    /// <summary>Rows at which a sequence of a table is cut into pieces; 0 for never.</summary>
    public int Piece { get; init; }

    /// <summary>The steps that a sequence to learn from had on average.</summary>
    public int Length { get; init; } = 1;

    /// <summary>Numbers of a step.</summary>
    public int Width => Means.Count;

    /// <summary>The likelihood that suits the steps.</summary>
    internal string Likelihood
        => Kind switch { Music or Images => "bernoulli", Strokes => "pen", Numbers => "mixture", _ => "categorical" };

    /// <summary>What ln p of scaled numbers has more than that of the numbers as they came, in nats a step: Σ ln scale.</summary>
    public double ScaleNats => Scales.Sum(Math.Log);

    /// <summary>A form whose numbers are as they came.</summary>
    internal static StepForm Plain(string kind, int width, IReadOnlyList<string> columns, IReadOnlyList<string> classes)
        => new(kind, columns, classes, new double[width], [.. Enumerable.Repeat(1.0, width)]);

    /// <summary>The form that scales numbers to mean 0 and deviation 1 over some sequences; moves of a pen by one factor for both.</summary>
    internal StepForm ScaledBy(IReadOnlyList<float[][]> sequences)
    {
        if (Kind == Images) return this;
        if (Kind is Music or Values) return this with { Length = Mean(sequences) };
        var steps = sequences.SelectMany(s => s).ToList();
        double Deviation(IEnumerable<double> apart) => Math.Sqrt(apart.Average(d => d * d)) is > 1e-12 and var d ? d : 1;
        if (Kind == Strokes)
        {
            double scale = Deviation(steps.SelectMany(s => new double[] { s[0], s[1] }));
            return this with { Scales = [scale, scale, 1], Length = Mean(sequences) };
        }

        double[] means = [.. Enumerable.Range(0, Width).Select(c => steps.Average(s => (double)s[c]))];
        double[] scales = [.. Enumerable.Range(0, Width).Select(c => Deviation(steps.Select(s => s[c] - means[c])))];
        return this with { Means = means, Scales = scales, Length = Mean(sequences) };
    }

    private static int Mean(IReadOnlyList<float[][]> sequences) => (int)Math.Max(1, Math.Round(sequences.Average(s => s.Length)));

    /// <summary>Numbers as the net reads them.</summary>
    internal void Scale(ReadOnlySpan<float> step, Span<float> x)
    {
        for (int c = 0; c < x.Length; c++) x[c] = (float)((step[c] - Means[c]) / Scales[c]);
    }

    /// <summary>Numbers as they came.</summary>
    internal float[] Unscale(ReadOnlySpan<float> x)
    {
        var step = new float[x.Length];
        for (int c = 0; c < step.Length; c++) step[c] = (float)(x[c] * Scales[c] + Means[c]);
        return step;
    }

    /// <summary>The keys that sound in a step of music.</summary>
    internal static int[] Keys(float[] step)
        => [.. Enumerable.Range(0, step.Length).Where(k => step[k] > 0.5f).Select(k => k + Data.Sequences.Music.Lowest)];

    /// <summary>The form as the metadata of a model file.</summary>
    internal IEnumerable<KeyValuePair<string, string>> Metadata =>
    [
        new("generate.steps", Kind), new("generate.columns", NameList.Write(Columns)), new("generate.classes", NameList.Write(Classes)),
        new("generate.means", Text(Means)), new("generate.scales", Text(Scales)), new("generate.id", Id), new("generate.piece", $"{Piece}"),
        new("generate.length", $"{Length}"),
        .. Kind == Images ? new KeyValuePair<string, string>[] { new("generate.height", $"{Height}") } : [],
    ];

    /// <summary>The form out of the metadata of a model file.</summary>
    /// <exception cref="SluiceFormatException">It is missing, or contradicts itself.</exception>
    internal static StepForm Of(SafeTensorsFile file, string path)
    {
        string Value(string key) => ModelFile.Metadata(file, key, path);
        double[] Parsed(string key) => [.. Value(key).Split(',').Select(v => double.TryParse(
            v, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
            ? number
            : throw new SluiceFormatException($"expected numbers in '{key}', got '{v}'.", path))];
        int Whole(string key) => ushort.TryParse(Value(key), NumberStyles.None, CultureInfo.InvariantCulture, out ushort number)
            ? number
            : throw new SluiceFormatException($"expected a whole number in '{key}', got '{Value(key)}'.", path);
        var form = new StepForm(
            Value("generate.steps"), NameList.Read("generate.columns", Value("generate.columns")) ?? [],
            NameList.Read("generate.classes", Value("generate.classes")) ?? [], Parsed("generate.means"), Parsed("generate.scales"))
        {
            Id = Value("generate.id"),
            Piece = Whole("generate.piece"),
            Length = Math.Max(1, Whole("generate.length")),
        };
        if (form.Kind == Images) form = form with { Height = Math.Max(1, Whole("generate.height")) };
        int width = form.Kind switch
        {
            Images => form.Width / form.Height * form.Height,
            Music => Data.Sequences.Music.Keys,
            Strokes => 3,
            Numbers => form.Columns.Count,
            Values => form.Classes.Count,
            _ => throw new SluiceFormatException(
                $"expected {Music}, {Strokes}, {Numbers}, {Values} or {Images} in 'generate.steps', got '{form.Kind}'.", path),
        };
        return form.Width == width && form.Scales.Count == width && width > 0 && form.Scales.All(s => s > 0)
            && (form.Kind != Values || form.Columns.Count == 1)
            ? form
            : throw new SluiceFormatException(
                $"expected {width} means and as many scales above 0 for '{form.Kind}', got {form.Width} and {form.Scales.Count}.", path);
    }

    private static string Text(IReadOnlyList<double> numbers) => string.Join(',', numbers.Select(n => n.ToString("R", CultureInfo.InvariantCulture)));
}

/// <summary>Sequences from which a net learns, as they came: of each the numbers of its steps.</summary>
/// <param name="Form">What the steps are.</param>
/// <param name="Train">To learn from.</param>
/// <param name="Validation">To choose the best weights by.</param>
/// <param name="Test">To measure on.</param>
public sealed record StepData(StepForm Form, IReadOnlyList<float[][]> Train, IReadOnlyList<float[][]> Validation, IReadOnlyList<float[][]> Test)
{
    /// <summary>Pieces of music.</summary>
    public static StepData Of(Music music)
    {
        float[][] Piece(int[][] piece)
        {
            var steps = piece.Select(_ => new float[Music.Keys]).ToArray();
            for (int t = 0; t < piece.Length; t++) foreach (int key in piece[t]) steps[t][key - Music.Lowest] = 1;
            return steps;
        }

        float[][][] Part(IReadOnlyList<int[][]> pieces) => [.. pieces.Where(p => p.Length > 0).Select(Piece)];
        return new StepData(StepForm.Plain(StepForm.Music, Music.Keys, [], []), Part(music.Train), Part(music.Validation), Part(music.Test));
    }
}
