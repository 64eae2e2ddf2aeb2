namespace Sluice.Tasks.Live;

/// <summary>A model that reads texts as symbols of a vocabulary.</summary>
public interface ISymbolReader
{
    /// <summary>How many symbols a text has for it, and how many of these were never seen in training. Any number of threads may ask.</summary>
    (int Symbols, int Unknown) Count(string text);
}
