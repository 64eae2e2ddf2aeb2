namespace Sluice.Cli;

/// <summary>A figure of a model and of the same one with weights of fewer bits.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Float32">With weights of 32 bits.</param>
/// <param name="Quantized">With fewer.</param>
internal sealed record QuantizedFigure(string Name, double Float32, double Quantized)
{
    /// <summary>The change in percent.</summary>
    public double? ChangePercent => Float32 == 0 ? null : 100 * (Quantized - Float32) / Math.Abs(Float32);

    /// <summary>The figures that differ.</summary>
    public static IEnumerable<QuantizedFigure> Compare(
        IReadOnlyList<(string Name, double Value)> before, IReadOnlyList<(string Name, double Value)> after)
        => before.Zip(after, (a, b) => new QuantizedFigure(a.Name, a.Value, b.Value)).Where(f => f.Float32 != f.Quantized);

    /// <summary>The row of a table.</summary>
    public string[] Cells()
        => [Name, $"{Float32:#,0.####}", $"{Quantized:#,0.####}", ChangePercent is { } change ? $"{change:+0.00;-0.00;0} %" : "-"];
}
