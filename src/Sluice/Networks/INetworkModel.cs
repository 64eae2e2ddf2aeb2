using Sluice.Layers;

namespace Sluice.Networks;

/// <summary>A model that can say what it computes as a graph of operators, for others to run.</summary>
public interface INetworkModel : ILayer
{
    /// <summary>The graph of the model's answers, with batch and length free.</summary>
    /// <param name="stream">
    /// Whether states go in and come out beside each input, so that a sequence can be given piece by piece: <c>name</c> goes in, <c>name_next</c>
    /// comes out, and the first piece is given zeroes, or for the states that the metadata name under <c>states</c> the row that stands there.
    /// </param>
    /// <exception cref="SluiceException">It reads its input from both ends, and can not be given pieces; or it has no form as a graph.</exception>
    ExportedNetwork ToNetwork(bool stream = false);

    /// <summary>
    /// The graphs of a model that others run in parts, such as an encoder and a step of a decoder, by the parts' names; of most models the one graph,
    /// without a name.
    /// </summary>
    /// <param name="stream">As for <see cref="ToNetwork"/>.</param>
    /// <exception cref="SluiceException">As for <see cref="ToNetwork"/>.</exception>
    IReadOnlyList<(string Part, ExportedNetwork Network)> ToNetworks(bool stream = false) => [("", ToNetwork(stream))];
}

/// <summary>A model as a graph.</summary>
/// <param name="Graph">What it computes.</param>
/// <param name="Metadata">What has to be known to use it beside the graph: labels, vocabularies, scaling, by name.</param>
public sealed record ExportedNetwork(NetworkGraph Graph, IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>The layers that the graph was made of.</summary>
    public IReadOnlyList<ILayer> Layers { get; init; } = [];
}
