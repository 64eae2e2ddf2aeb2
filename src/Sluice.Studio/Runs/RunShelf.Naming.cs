using Sluice.Formats;
using Sluice.Tasks.Reports;
using Sluice.Training;

namespace Sluice.Studio.Runs;

/// <summary>Names that people give to runs.</summary>
internal sealed partial class RunShelf
{
    /// <summary>Gives a run that is not being trained another name, which is that of its folder.</summary>
    /// <returns>The whole name.</returns>
    public string Rename(string name, string to)
    {
        name = Known(name);
        string folder = Folder(name), target = Path.Combine(Path.GetDirectoryName(folder)!, Called(to));
        if (target == folder) return name;
        lock (_starting)
        {
            if (_preparing.Contains(name) || (_live.TryGetValue(name, out var live) && live.IsAlive) || RunFolder.IsHeld(folder))
                throw new SluiceException("studio: a run that is being trained keeps its name; stop it first.");
            if (Path.Exists(target)) throw new SluiceException($"studio: there is a '{studio.Shelf.NameOf(target)}' already; choose another name.");
            try
            {
                Directory.Move(FileScope.Check(folder), FileScope.Check(target));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new SluiceException($"studio: the folder '{name}' cannot be renamed: {e.GetType().Name}.", e);
            }

            _live.TryRemove(name, out _);
            _files.TryRemove(name, out _);
        }

        return studio.Shelf.NameOf(target);
    }

    /// <summary>A name that someone gives to a run. Addresses list runs with commas between them.</summary>
    private static string Called(string name) => name.Trim() is var plain && SafeName.Is(plain) && !plain.Contains(',')
        ? plain
        : throw new SluiceException($"studio: expected a name for the run without any of / \\ , or a dot at its beginning, got '{TerminalWriter.Clean(name)}'.");
}
