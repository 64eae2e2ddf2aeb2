using Sluice.Autodiff;
using Sluice.Inspection;
using Sluice.Layers;

namespace Sluice.Tasks.Describe;

public sealed partial class Describer
{
    /// <summary>How far the gates are open as the right caption of a scene is told.</summary>
    public IReadOnlyList<GateSaturation> Gates(Scene scene)
    {
        var recordings = new List<Recording>();
        Net.Read(new Tape(recording: false), Pictures([scene]), [Symbols(scene)], null, recordings);
        return GateSaturation.Of(Options.Cell, recordings);
    }
}
