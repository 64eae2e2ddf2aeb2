using System.Collections.Concurrent;
using Sluice.Inspection;
using Sluice.Tasks.Text;

namespace Sluice.Studio.Views.Inside;

internal sealed partial class TextLook
{
    private const string ByFeature = "feature:";

    private readonly ConcurrentDictionary<string, Lazy<(SymbolLabels Labels, ProbePlaces Places)>> _labels = new();
    private readonly ConcurrentDictionary<string, Lazy<TextProbe>> _probes = new();

    /// <summary>What the states tell of a feature of the text.</summary>
    public ProbeAnswer Probe(string feature)
    {
        var (labels, places) = Labels(feature);
        return ProbeAnswer.Of(labels, _probes.GetOrAdd(feature, _ => new(() => TextProbe.Of(
            [.. Layers.SelectMany((l, at) => l.States.Select(s => new ProbedValues(at, s, l.Values[s])))],
            places, [.. places.Learn, .. places.Test], Reading.Symbols, labels))).Value);
    }

    /// <summary>The units that tell most of a feature first.</summary>
    protected override int[] OrderBy(Activity values, string by)
    {
        if (!by.StartsWith(ByFeature, StringComparison.Ordinal)) return base.OrderBy(values, by);
        var (labels, places) = Labels(by[ByFeature.Length..]);
        float[] learned = [.. places.Learn.Select(t => labels.Values[t])];
        var scores = labels.IsNumber
            ? UnitScore.OfNumbers(values, places.Learn, learned)
            : UnitScore.OfClasses(values, places.Learn, [.. learned.Select(y => (int)y)], labels.Classes.Count);
        return [.. scores.OrderByDescending(s => s.Score).Select(s => s.Unit)];
    }

    private (SymbolLabels Labels, ProbePlaces Places) Labels(string feature) => _labels.GetOrAdd(feature, _ => new(() =>
    {
        var all = TextFeature.Of(feature, Text, _model.Tokenizer);
        var labels = all with { Values = all.Values[..Steps] };
        return (labels, ProbePlaces.Of(labels, Steps, Steps));
    })).Value;
}
