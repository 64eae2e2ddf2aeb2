using Sluice.Layers;

namespace Sluice.Networks;

/// <summary>A model that can say what it computes as a graph of operators, for others to run.</summary>
public interface INetworkModel : ILayer
{
    /// <summary>The graph of the model's answers, with batch and length free.</summary>
    /// <param name="stream">
    /// Whether states go in and come out beside each input, so that a sequence can be given piece by piece: <c>name</c> goes in, <c>name_next</c>
    /// comes out, and the first piece is given zeroes, or what the metadata say under <c>states</c>.
    /// </param>
    /// <exception cref="SluiceException">It reads its input from both ends, and can not be given pieces.</exception>
    ExportedNetwork ToNetwork(bool stream = false);
}

/// <summary>A model as a graph.</summary>
/// <param name="Graph">What it computes.</param>
/// <param name="Metadata">What has to be known to use it beside the graph: labels, vocabularies, scaling, by name.</param>
public sealed record ExportedNetwork(NetworkGraph Graph, IReadOnlyDictionary<string, string> Metadata);
