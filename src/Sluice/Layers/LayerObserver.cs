namespace Sluice.Layers;

/// <summary>What the recurrent layers computed that ran over a tape: a recording of each, all of its runs one after the other.</summary>
/// <remarks>One thread at a time.</remarks>
internal sealed class LayerObserver
{
    private readonly List<(Recurrent Layer, List<Recording> Runs)> _layers = [];

    /// <summary>The recordings so far, in the order in which the layers first ran.</summary>
    public IReadOnlyList<Recording> Recordings => [.. _layers.Select(l => Recording.Join(l.Runs))];

    /// <summary>The layers, in the order in which they first ran.</summary>
    public IReadOnlyList<Recurrent> Layers => [.. _layers.Select(l => l.Layer)];

    /// <summary>Where a layer is to write its next run.</summary>
    public Recording Next(Recurrent layer)
    {
        int at = _layers.FindIndex(l => l.Layer == layer);
        if (at < 0)
        {
            at = _layers.Count;
            _layers.Add((layer, []));
        }

        // The weight's name is that of the node, of which the last part says most, and the layer and direction.
        string name = layer.InputWeight.Name.Replace("weight_ih_", "", StringComparison.Ordinal).Trim('.', '/');
        var recording = new Recording { Name = name[(name.LastIndexOf('/') + 1)..] };
        _layers[at].Runs.Add(recording);
        return recording;
    }
}
