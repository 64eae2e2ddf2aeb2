using System.Globalization;
using System.Text.RegularExpressions;

namespace Sluice.Formats.Foreign;

/// <summary>
/// Layers by the names of nn.LSTM, nn.GRU, nn.RNN and their cells: <c>encoder.rnn.weight_ih_l0_reverse</c>, <c>cell.weight_hh</c>, also
/// shortened as in <c>enc_w_ih</c>. The cell is told by the rows of W over the units: 4 an LSTM, 3 a GRU, 1 a plain layer.
/// </summary>
internal static partial class PyTorchLayers
{
    private const string Laid = "PyTorch stores [gates·hidden, inputs] and [gates·hidden, hidden]";

    private readonly record struct Place(int Layer, bool Reverse);

    public static Findings Find(IReadOnlyList<NamedTensor> tensors)
    {
        var byLayer = new Dictionary<string, Dictionary<Place, Dictionary<string, NamedTensor>>>(StringComparer.Ordinal);
        foreach (var tensor in tensors)
        {
            var match = Named().Match(tensor.Name);
            if (!match.Success) continue;
            string name = match.Groups["name"].Value;
            int layer = match.Groups["layer"] is { Success: true } l ? int.Parse(l.Value, CultureInfo.InvariantCulture) : 0;
            if (!byLayer.TryGetValue(name, out var places)) byLayer[name] = places = [];
            var place = new Place(layer, match.Groups["reverse"].Success);
            if (!places.TryGetValue(place, out var arrays)) places[place] = arrays = [];
            arrays[$"{match.Groups["what"].Value[0]}_{match.Groups["which"].Value}"] = tensor;
        }

        List<FoundLayer> found = [];
        List<Misfit> misfits = [];
        foreach (var (name, places) in byLayer)
        {
            try
            {
                found.Add(Layer(name, places));
            }
            catch (SluiceException e)
            {
                misfits.Add(new Misfit(name, e.Message));
            }
        }

        return new Findings(found, misfits);
    }

    private static FoundLayer Layer(string name, Dictionary<Place, Dictionary<string, NamedTensor>> places)
    {
        bool both = places.Keys.Any(p => p.Reverse);
        int layers = places.Keys.Max(p => p.Layer) + 1, directions = both ? 2 : 1;
        if (places.Count != layers * directions) throw new SluiceException($"expected {layers} layers in {directions} direction(s), got {places.Count} of them.");
        List<FoundPart> parts = [];
        Sizes? first = null;
        for (int l = 0; l < layers; l++)
        {
            for (int d = 0; d < directions; d++)
            {
                var arrays = places[new Place(l, d == 1)];
                var (part, sizes) = Part(arrays);
                first ??= sizes;
                var expected = first.Value with { Input = l == 0 ? first.Value.Input : first.Value.Output * directions };
                if (sizes != expected)
                    throw new SluiceException(
                        $"'{part.Input.Name}' {Shape(part.Input)} and '{part.Recurrent.Name}' {Shape(part.Recurrent)}: expected {expected.Gates} gates of {expected.Hidden} that read {expected.Input} numbers, as the layers before them say.");
                parts.Add(part);
            }
        }

        var (gates, input, hidden, output) = first!.Value;
        int? projection = parts[0].Projection is null ? null : output;
        return new FoundLayer
        {
            Name = name,
            Cell = gates == 4 ? projection is null ? "lstm" : $"lstm-projected:{projection}" : gates == 3 ? "gru" : "rnn",
            Layout = WeightLayout.PyTorch,
            Input = input,
            Hidden = hidden,
            Projection = projection,
            Layers = layers,
            Bidirectional = both,
            Note = gates == 1 ? "whether it squashes by tanh or relu is not told by the weights: tanh is taken, or name the cell rnn-relu" : null,
            Parts = parts,
        };
    }

    private readonly record struct Sizes(int Gates, int Input, int Hidden, int Output);

    private static (FoundPart, Sizes) Part(Dictionary<string, NamedTensor> arrays)
    {
        if (!arrays.TryGetValue("w_ih", out var w) || !arrays.TryGetValue("w_hh", out var r))
            throw new SluiceException($"there is {string.Join(", ", arrays.Values.Select(a => $"'{a.Name}'"))}, but not both weight_ih and weight_hh.");
        var (b, b2, p) = (arrays.GetValueOrDefault("b_ih"), arrays.GetValueOrDefault("b_hh"), arrays.GetValueOrDefault("w_hr"));
        string shapes = $"'{w.Name}' is {Shape(w)} beside '{r.Name}' {Shape(r)}";
        if (w.Shape.Count != 2 || r.Shape.Count != 2 || w.Shape.Concat(r.Shape).Any(s => s == 0)) throw new SluiceException($"{shapes}: {Laid}.");
        int output = r.Shape[1], hidden = p is { Shape.Count: 2 } ? p.Shape[1] : output, gates = r.Shape[0] / Math.Max(1, hidden);
        if (p is not null && (p.Shape.Count != 2 || p.Shape[0] != output || gates != 4))
            throw new SluiceException($"'{p.Name}' is {Shape(p)} beside '{r.Name}' {Shape(r)}: expected [{output}, {r.Shape[0] / 4}], the projection of an LSTM.");
        if (w.Shape[0] != r.Shape[0] || gates * hidden != r.Shape[0] || gates is not (1 or 3 or 4))
            throw new SluiceException(
                $"{shapes}: {Laid}, of 4 gates (LSTM), 3 (GRU) or 1 (RNN).{(r.Shape[1] is var c && c % r.Shape[0] == 0 && c > r.Shape[0] ? " They look transposed, as Keras stores kernels." : "")}");
        foreach (var bias in new[] { b, b2 }.OfType<NamedTensor>())
            if (!bias.Shape.SequenceEqual([r.Shape[0]])) throw new SluiceException($"'{bias.Name}' is {Shape(bias)} beside '{r.Name}' {Shape(r)}: expected [{r.Shape[0]}].");
        return (new FoundPart(w, r, b, b2, p), new Sizes(gates, w.Shape[1], hidden, output));
    }

    private static string Shape(NamedTensor tensor) => $"[{string.Join(", ", tensor.Shape)}]";

    [GeneratedRegex(@"^(?<name>.*?)[._/]?(?<what>weight|bias|w|b)_(?<which>ih|hh|hr)(?:_l(?<layer>\d{1,3}))?(?<reverse>_reverse)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Named();
}
