using System.Globalization;
using Sluice.Autodiff;
using Sluice.Cells;
using Sluice.Layers;
using Sluice.Learn.Studies.Blocks;

namespace Sluice.Learn.Studies;

/// <summary>
/// What is put to a problem: a cell, by its name, with <c>/</c> and how its keep gates begin (<c>lstm/0</c>, <c>gru/chrono</c>)
/// or without; <c>grid</c> and <c>grid-tied</c>, a grid LSTM; or what stands in blocks with norms and a feed-forward layer: a causal
/// transformer and the matrix memories (<c>transformer</c>, <c>deltanet</c>, …), and any cell as <c>block:lru</c>.
/// </summary>
public sealed class Contestant
{
    private const string Grid = "grid", TiedGrid = "grid-tied", Chrono = "chrono", InBlocks = "block:";

    private readonly string _cell;
    private readonly string? _mixer;
    private readonly string? _begin;

    /// <summary>The names beside those of the cells.</summary>
    public static IReadOnlyList<string> Others { get; } = [Grid, TiedGrid, .. Mixers.Names];

    /// <summary>A contestant by name.</summary>
    /// <exception cref="SluiceException">There is no such cell, or it has no keep gate to begin in some way.</exception>
    public Contestant(string name)
    {
        Name = name;
        string[] parts = name.Split('/', 2);
        (_cell, _begin) = (parts[0], parts.Length > 1 ? parts[1] : null);
        _mixer = Mixers.Names.Contains(name) ? name : name.StartsWith(InBlocks, StringComparison.Ordinal) ? name[InBlocks.Length..] : null;
        if (_mixer is not null)
        {
            if (_mixer != name) Catalog.Shape(_mixer);
            return;
        }

        if (_cell is Grid or TiedGrid
            ? _begin is not null
            : !Catalog.Shape(_cell).Blocks.Any(b => b.Name is "f" or "z" && b.HasBias) && _begin is not null)
            throw new SluiceException($"'{name}': expected a cell with a gate f or z before '/', got '{_cell}'.");
        if (_begin is not null and not Chrono && !float.TryParse(_begin, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
            throw new SluiceException($"'{name}': expected a number or {Chrono} after '/', got '{_begin}'.");
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>A fresh net.</summary>
    /// <param name="inputs">Columns of x.</param>
    /// <param name="hidden">Units of a layer.</param>
    /// <param name="layers">Layers.</param>
    /// <param name="longest">Steps that it will have to remember, for <c>chrono</c>.</param>
    /// <param name="seed">The seed of its weights.</param>
    /// <returns>Its parameters, and how it runs over x [T, B, I] of such lengths: y [T, B, H].</returns>
    internal (IReadOnlyList<Parameter> Parameters, int Output, Func<Tape, Tensor, int[], Tensor> Run) Make(
        int inputs, int hidden, int layers, int longest, ulong seed)
    {
        if (_mixer is not null)
        {
            var blocks = new BlockNet(_mixer, inputs, hidden, layers, seed);
            return ([.. blocks.Parameters], hidden, blocks.Run);
        }

        if (_cell is Grid or TiedGrid)
        {
            var grid = new GridLstm("grid", new GridOptions(inputs, hidden, layers, _cell == TiedGrid), seed);
            return ([.. grid.Parameters], hidden, (tape, x, lengths) => grid.Run(tape, x, out _, null, lengths));
        }

        // Some cells add their input to their units and need as many of both.
        var input = Catalog.Shape(_cell).TakesInputItself ? new Linear("input", inputs, hidden, seed) : null;
        var stack = new RecurrentStack("rnn", new StackOptions(_cell, input is null ? inputs : hidden, hidden, layers), seed);
        if (_begin == Chrono) ForgetBias.Chrono(stack, longest, seed);
        else if (_begin is not null) ForgetBias.Set(stack, float.Parse(_begin, CultureInfo.InvariantCulture));
        return ([.. input?.Parameters ?? [], .. stack.Parameters],
            stack.Output, (tape, x, lengths) => stack.Run(tape, input is null ? x : input.Run(tape, x), out _, null, lengths));
    }
}
