using Sluice.Studio.Runs;
using Sluice.Studio.Views.Inside;

namespace Sluice.Studio;

/// <summary>What all views share.</summary>
internal sealed class StudioContext
{
    /// <summary>Opens the folder.</summary>
    /// <exception cref="SluiceException">It is not there.</exception>
    public StudioContext(StudioOptions options)
    {
        (Options, Shelf) = (options, new Shelf(options.Folder));
        Runs = new RunShelf(this);
        Models = new ModelCache(Shelf);
    }

    /// <summary>How the studio was opened.</summary>
    public StudioOptions Options { get; }

    /// <summary>The folder.</summary>
    public Shelf Shelf { get; }

    /// <summary>The runs in it.</summary>
    public RunShelf Runs { get; }

    /// <summary>The models in it that were opened last.</summary>
    public ModelCache Models { get; }
}
