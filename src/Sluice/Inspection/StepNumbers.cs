using System.Globalization;
using System.Text.RegularExpressions;
using Sluice.Layers;

namespace Sluice.Inspection;

/// <summary>The equations of a cell with the numbers of one unit at one step put in.</summary>
public static partial class StepNumbers
{
    private static readonly HashSet<string> s_functions = ["tanh", "σ", "exp", "ln", "max", "min", "norm", "softplus"];

    /// <summary>Such as <c>c = f⊙c⁻ + i⊙g = 0.93⊙0.51 + 0.20⊙0.77 = 0.63</c>, one line an equation; what is not recorded keeps its letter.</summary>
    /// <param name="cell">The name of the cell.</param>
    /// <param name="recording">A recording of the step.</param>
    /// <param name="row">The row of the step in it.</param>
    /// <param name="unit">The unit.</param>
    /// <param name="before">The states before the step by name; null where a state is not known there.</param>
    /// <param name="term">
    /// What a term of a block's sum is, by the block and W, R, Q or b; without it, or where it is null, the whole sum is one number.
    /// </param>
    public static IReadOnlyList<string> Of(
        string cell, Recording recording, int row, int unit, Func<string, float?> before, Func<string, char, float?>? term = null)
    {
        var blocks = recording.Blocks.ToDictionary(Plain);
        var values = recording.Blocks.Concat(recording.States).Distinct().ToDictionary(Plain);
        return [.. CellEquations.Text(cell).Select(Filled)];

        string Filled(string line)
        {
            int equal = line.IndexOf(" = ", StringComparison.Ordinal);
            string name = line[..equal], formula = line[(equal + 3)..];
            string filled = Names().Replace(Sums().Replace(formula, Sum), Known);
            string result = Value(name) is { } value ? $" = {Text(value)}" : "";
            return filled == formula ? line + result : $"{line} = {filled}{result}";
        }

        // W x + R h⁻ + b: number by number, or one, the pre-activation of the block whose letter follows those of the matrices and the bias.
        string Sum(Match sum)
        {
            var letters = sum.Groups["block"].Captures.Select(c => c.Value).ToList();
            string? block = letters.FirstOrDefault(blocks.ContainsKey);
            if (block is null) return sum.Value;
            float?[] terms = [.. sum.Value.Split(" + ").Select(t => term?.Invoke(blocks[block], t[0]))];
            if (terms.All(t => t is not null)) return string.Join(" + ", terms.Select(t => Text(t!.Value)));
            return At(recording.Preactivation(blocks[block])) is { } value ? Text(value) : sum.Value;
        }

        string Known(Match name) => name.Value switch
        {
            var n when s_functions.Contains(n) => n,
            [.. var state, '⁻'] => before(state) is { } value ? Text(value) : name.Value,
            var n => Value(n) is { } value ? Text(value) : n,
        };

        float? Value(string name) => values.TryGetValue(name, out string? own) ? At(recording.Value(own)) : null;
        float? At(Autodiff.Tensor tensor) => unit < tensor.Columns ? tensor[row, unit] : null;
    }

    private static string Plain(string name) => name.Replace('\'', '′');

    /// <summary>0.52, with a true minus sign.</summary>
    private static string Text(float value)
        => value.ToString("0.00;−0.00;0.00", CultureInfo.InvariantCulture) is var text && text == "−0.00" ? "0.00" : text;

    [GeneratedRegex(
        @"(?<![\w′⊙])(?:[WRQ](?<block>[\w′]+) (?:x|q′?|\w+⁻|c↓)|b(?<block>[\w′]+)(?![\w⊙]))(?: \+ (?:[WRQ](?<block>[\w′]+) (?:x|q′?|\w+⁻|c↓)|b(?<block>[\w′]+)(?![\w⊙])))*")]
    private static partial Regex Sums();

    [GeneratedRegex(@"[\p{L}σ][\w′]*⁻?")]
    private static partial Regex Names();
}
