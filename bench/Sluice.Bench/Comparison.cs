using Sluice.Devices;

namespace Sluice.Bench;

/// <summary>What is timed by Sluice and its peers: a layer or a training, in one mode.</summary>
/// <param name="Name">Its string.</param>
/// <param name="Mode">train, infer, step or fit.</param>
/// <param name="Flops">Of its products.</param>
/// <param name="Layer">The layer; null where it is a training from end to end.</param>
/// <param name="Training">The training; null where it is a layer.</param>
internal sealed record Comparison(string Name, string Mode, double Flops, Problem? Layer, EndToEnd? Training)
{
    /// <summary>Bytes of recurrent weights that one sequence alone reads again at each step; 0 where more sequences share what is read.</summary>
    public double Streamed => Layer is { Batch: 1 } p && Mode != "train"
        ? p.Shape.Operations(0, p.Hidden) / 2.0 * sizeof(float) * p.Layers * p.Directions
        : 0;

    /// <summary>The modes of a problem.</summary>
    /// <exception cref="SluiceException">The string is no problem.</exception>
    public static IEnumerable<Comparison> Of(string text)
    {
        if (EndToEnd.TryParse(text) is { } whole) return [new(text, "fit", whole.Flops, null, whole)];
        var layer = Problem.Parse(text);
        return layer.IsStep
            ? [new(text, "step", layer.ForwardFlops, layer, null)]
            : [new(text, "infer", layer.ForwardFlops, layer, null), new(text, "train", layer.TrainingFlops, layer, null)];
    }

    /// <summary>Names of the peers whose outputs are not Sluice's, with both.</summary>
    public IEnumerable<string> Differences(IEnumerable<Peer> peers)
    {
        var output = Training is null ? new Subject(Layer!).Output() : new EndToEndSubject(Training).Output();
        foreach (var peer in peers.DistinctBy(p => p.Name))
        {
            if (peer.TryCheck(Name, out var other, out _) && !(Training is null ? output.IsLike(other) : output.WentLike(other)))
                yield return $"{Name}: {peer.Name} computes {other}, Sluice {output}";
        }
    }

    /// <summary>Times it in turns.</summary>
    public Duel Run(int[] threads, IEnumerable<Peer> peers, double seconds, int rounds)
    {
        Contender[] own = [.. threads.Select(t => new Contender("Sluice", t, s => Own(t, s)))];
        return Duel.Of(own, [.. peers.Select(p => new Contender(p.Name, p.Threads, s => Of(p, s)))], seconds, rounds);
    }

    private PeerTiming? Of(Peer peer, double seconds) => peer.TryMeasure(Mode, Name, seconds, out var timing, out _) ? timing : null;

    private PeerTiming Own(int threads, double seconds)
    {
        Device.UseThreads(threads);
        if (Training is null) return new Subject(Layer!).Measure(Mode, seconds);
        var training = new EndToEndSubject(Training);
        return Repeated.Measure(() => training.Step(), seconds);
    }
}
