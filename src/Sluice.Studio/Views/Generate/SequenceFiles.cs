using Sluice.Tasks.Generate;
using Sluice.Tasks.Sources;

namespace Sluice.Studio.Views.Generate;

/// <summary>The sequences of the files that were read last, each as its model reads it.</summary>
internal sealed class SequenceFiles(Shelf shelf)
{
    private const int Kept = 2;

    private readonly Lock _reading = new();
    private readonly List<(string Key, IReadOnlyList<float[][]> Sequences)> _files = [];

    /// <summary>The sequences of a file of the folder.</summary>
    /// <exception cref="SluiceException">It is not there, or none for this model.</exception>
    public IReadOnlyList<float[][]> Read(string name, string modelKey, Generator model, string file)
    {
        var info = new FileInfo(shelf.Find(file));
        if (!info.Exists) throw new SluiceFormatException($"expected a file of the studio's folder for '{name}'; there is none of this name.", file);
        string key = $"{modelKey}|{info.FullName}|{info.Length}|{info.LastWriteTimeUtc.Ticks}";
        lock (_reading)
        {
            int at = _files.FindIndex(f => f.Key == key);
            var found = at >= 0 ? _files[at] : (key, StepFile.Sequences(model.Form, TableSource.Of(info.FullName)));
            if (at >= 0) _files.RemoveAt(at);
            _files.Add(found);
            if (_files.Count > Kept) _files.RemoveAt(0);
            return found.Item2;
        }
    }
}
