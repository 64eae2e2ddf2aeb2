namespace Sluice.Readers;

/// <summary>A kind of file that holds tables and is known by its first bytes. Any number of threads may use a format.</summary>
internal interface ITableFormat
{
    /// <summary>What messages call it, such as "a Parquet file".</summary>
    string Name { get; }

    /// <summary>What the names of such files end with, such as ".parquet"; under another name it is said that the file is of this kind.</summary>
    IReadOnlyList<string> Extensions { get; }

    /// <summary>Whether a file is of this kind.</summary>
    /// <param name="first">Its first bytes, 512 of them where it has so many.</param>
    bool Is(ReadOnlySpan<byte> first);

    /// <summary>Opens a table.</summary>
    /// <param name="path">The file.</param>
    /// <param name="sheet">Which of its tables; empty for the only one, or the first that holds something.</param>
    /// <exception cref="SluiceFormatException">The file is damaged, or has no such table; the message lists those that it has.</exception>
    CellRows Open(string path, string sheet);
}
