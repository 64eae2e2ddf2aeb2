using System.Globalization;
using Sluice.Cells.Contract;
using Sluice.Cells.Elman;
using Sluice.Cells.Graphs;
using Sluice.Cells.Gru;
using Sluice.Cells.Linear;
using Sluice.Cells.Lstm;
using Sluice.Cells.Other;

namespace Sluice.Cells;

/// <summary>Something to do with a cell whose type is known when compiled.</summary>
/// <typeparam name="TResult">What comes out.</typeparam>
public interface ICellVisitor<TResult>
{
    /// <summary>Does it.</summary>
    TResult Visit<TCell>() where TCell : struct, ICell;
}

/// <summary>
/// Every cell by name: one line a cell. A name may go on with wrappers and numbers: <c>lstm+zoneout:0.05,0.5</c>,
/// <c>gru+layernorm+clip:2</c>.
/// </summary>
public static partial class Catalog
{
    private static Entry[] s_entries = Features.AllCells ? All()
        : Features.CommonCells ? [new Entry<ElmanCell<TanhActivation>>(), new Entry<LstmCell>(), new Entry<GruCell>()] : [];

    private static Entry[] All() =>
    [
        new Entry<ElmanCell<TanhActivation>>(),
        new Entry<ElmanCell<ReluActivation>>(),
        new Entry<ElmanCell<IdentityActivation>>(),

        // LSTM and its variants.
        new Entry<LstmCell>(),
        new Entry<LstmPeepholeCell>(),
        new Entry<LstmNormalisedCell>(),
        new Entry<LstmVariantCell<Lstm1997>>(),
        new Entry<LstmVariantCell<LstmCoupled>>(),
        new Entry<LstmVariantCell<LstmCoupledPeephole>>(),
        new Entry<LstmVariantCell<LstmNoInputGate>>(),
        new Entry<LstmVariantCell<LstmNoForgetGate>>(),
        new Entry<LstmVariantCell<LstmNoOutputGate>>(),
        new Entry<LstmVariantCell<LstmNoInputActivation>>(),
        new Entry<LstmVariantCell<LstmNoOutputActivation>>(),
        new Entry<LstmFullGatesCell>(),
        new Entry<LstmMultiplicativeCell>(),
        new Entry<LstmGridCell>(),
        new Entry<SlstmCell>(),
        new Entry<SlstmHeadsCell>(),
        new Entry<JanetCell>(),
        new Entry<LstmProjectedCell>(),
        new Entry<LstmDepthGatedCell<DepthGated>>(),
        new Entry<LstmDepthGatedCell<LowestDepthGated>>(),
        new Entry<ParaLstmCell>(),

        // GRU and its variants.
        new Entry<GruCell>(),
        new Entry<GruBeforeCell>(),
        new Entry<MguCell>(),
        new Entry<Mut1Cell>(),
        new Entry<Mut2Cell>(),
        new Entry<Mut3Cell>(),
        new Entry<LiGruCell>(),
        new Entry<AttentionGruCell>(),
        new Entry<ParaGruCell>(),

        // Others with a matrix from state to state.
        new Entry<JordanCell>(),
        new Entry<ElmanCell<IrnnActivation>>(),
        new Entry<HighwayCell>(),
        new Entry<HighwayTwoCell>(),
        new Entry<CoupledOscillatorCell>(),
        new Entry<LongExpressiveMemoryCell>(),
        new Entry<AntisymmetricCell>(),
        new Entry<AntisymmetricGatedCell>(),
        new Entry<ClockworkCell>(),
        new Entry<RanCell>(),
        new Entry<CfnCell>(),
        new Entry<UgrnnCell>(),
        new Entry<MinimalRnnCell>(),
        new Entry<StarCell>(),
        new Entry<FastRnnCell>(),
        new Entry<FastGrnnCell>(),
        new Entry<ScrnCell>(),

        // Cells without one.
        new Entry<MinGruCell>(),
        new Entry<MinLstmCell>(),
        new Entry<SruCell>(),
        new Entry<IndRnnCell>(),
        new Entry<IndRnnTanhCell>(),
        new Entry<UndampedOscillatorCell>(),
        new Entry<HgrnCell>(),
        new Entry<RgLruCell>(),
        new Entry<LruCell>(),
        new Entry<S5Cell>(),
        new Entry<SelectiveCell>(),
    ];

    /// <summary>The names of the library's own cells.</summary>
    public static IReadOnlyList<string> BuiltIn { get; } = [.. s_entries.Select(e => e.Shape.Name)];

    /// <summary>The names of all cells, with those that <see cref="Add{TCell}"/> added.</summary>
    public static IReadOnlyList<string> Names => [.. s_entries.Select(e => e.Shape.Name)];

    /// <summary>The names of what any cell can be wrapped in.</summary>
    public static IReadOnlyList<string> Wrappers { get; } = ["clip", "layernorm", "zoneout"];

    /// <summary>What a cell declares about itself; the numbers in the name are those of its blocks.</summary>
    /// <exception cref="SluiceException">No cell has that name.</exception>
    public static CellShape Shape(string name)
    {
        var (entry, numbers) = Find(name);
        var blocks = entry.Shape.Blocks.Select(b => numbers.TryGetValue(b.Name, out float value) ? b with { Bias = value } : b);

        // The lowest layer's cell is wrapped as this one is, with the same numbers.
        string? lowest = entry.Shape.Lowest?.Split('+')[0] + name[name.Split('+', ':')[0].Length..];
        return entry.Shape with { Name = name, Blocks = [.. blocks], Lowest = entry.Shape.Lowest is null ? null : lowest };
    }

    /// <summary>Calls the visitor with the type of the named cell.</summary>
    /// <exception cref="SluiceException">No cell has that name.</exception>
    public static TResult Visit<TResult>(string name, ICellVisitor<TResult> visitor) => Find(name).Entry.Accept(visitor);

    /// <summary>The forward stages of the named cell as graphs, in order.</summary>
    /// <exception cref="SluiceException">No cell has that name.</exception>
    internal static Graph[] Record(string name) => Visit(name, new Recorder());

    /// <summary>Adds a cell with hand-written derivatives under its name, for this process.</summary>
    /// <exception cref="SluiceException">The name is taken or has a sign that names of wrapped cells need.</exception>
    public static void Add<TCell>() where TCell : struct, ICell
    {
        string name = TCell.Shape.Name;
        if (name.IndexOfAny(['+', ':', ',']) >= 0) throw new SluiceException($"Catalog.Add: expected a name without '+', ':' and ',', got '{name}'.");
        lock (s_entries)
        {
            if (s_entries.Any(e => e.Shape.Name == name))
                throw new SluiceException($"Catalog.Add: expected a new name, got '{name}', which is taken.");
            s_entries = [.. s_entries, new Entry<TCell>()];
        }
    }

    /// <summary>Adds a cell without hand-written derivatives: they are recorded from its forward stages.</summary>
    /// <exception cref="SluiceException">As <see cref="Add{TCell}"/>.</exception>
    public static void AddForward<TCell>() where TCell : struct, IForwardCell => Add<Recorded<TCell>>();

    private static (Entry Entry, Dictionary<string, float> Numbers) Find(string name)
    {
        // As many as there is room for. Every wrapper around a wrapper is a type of its own, which stays in memory.
        const int MostWrappers = 3;
        var parts = name.Split('+');
        if (parts.Length > 1 + MostWrappers) throw new SluiceException($"Cell: expected at most {MostWrappers} wrappers, got {parts.Length - 1}.");
        string first = parts[0].Split(':')[0];
        var entry = Array.Find(s_entries, e => e.Shape.Name == first) ?? Activated(first)
            ?? throw new SluiceException(
                $"Cell: expected one of {string.Join(", ", Names)}, got '{name}'.{Meant(first, Names)}{Features.CellsLeftOut}");
        var numbers = new Dictionary<string, float>();
        AddNumbers(name, parts[0], entry.Shape.Blocks.Where(b => b.Has(Feeds.Number)), numbers);
        foreach (string part in parts[1..])
        {
            string wrapper = part.Split(':')[0];
            if (parts[1..].Count(p => p.Split(':')[0] == wrapper) > 1)
                throw new SluiceException(
                    $"Cell '{name}': expected each wrapper once, got '{wrapper}' twice: its weights can have their names only once.");
            var inner = entry.Shape;
            if (!Features.Wrappers && Wrappers.Contains(wrapper))
                throw new SluiceException($"Cell '{name}': wrappers were left out of this program; set SluiceWrappers to true in its project.");
            entry = entry.Wrap(wrapper)
                ?? throw new SluiceException(
                    $"Cell '{name}': expected one of {string.Join(", ", Wrappers)} after '+', got '{wrapper}'.{Meant(wrapper, Wrappers)}");
            var added = entry.Shape.Blocks.Where(b => b.Has(Feeds.Number | Feeds.Noise) && !inner.Blocks.Any(i => i.Name == b.Name));
            AddNumbers(name, part, added, numbers);
        }

        return (entry, numbers);
    }

    private static void AddNumbers(string name, string part, IEnumerable<Block> blocks, Dictionary<string, float> numbers)
    {
        string[] values = part.Contains(':') ? part[(part.IndexOf(':') + 1)..].Split(',') : [];
        var targets = blocks.ToArray();
        if (values.Length > targets.Length)
            throw new SluiceException($"Cell '{name}': expected at most {targets.Length} numbers in '{part}', got {values.Length}.");
        for (int i = 0; i < values.Length; i++)
        {
            if (!float.TryParse(values[i], NumberStyles.Float, CultureInfo.InvariantCulture, out float value))
                throw new SluiceException($"Cell '{name}': expected a number for {targets[i].Name}, got '{values[i]}'.");
            numbers[targets[i].Name] = value;
        }
    }

    private static string Meant(string name, IReadOnlyList<string> names) => Nearest.To(name, names) is { } near ? $" Did you mean '{near}'?" : "";

    private sealed class Recorder : ICellVisitor<Graph[]>
    {
        public Graph[] Visit<TCell>() where TCell : struct, ICell => Graph.Record<TCell>();
    }
}
