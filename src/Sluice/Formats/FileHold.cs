namespace Sluice.Formats;

/// <summary>
/// A file that one holder at a time can have, of all threads and processes. It is gone with its holder; what a killed process leaves
/// holds nobody off.
/// </summary>
internal sealed class FileHold : IDisposable
{
    // One who only asks has the file for a moment.
    private const int Tries = 20, Between = 10;

    private readonly FileStream _file;

    /// <summary>Takes it.</summary>
    /// <exception cref="IOException">Another has it.</exception>
    public FileHold(string path)
    {
        for (int left = Tries; ; left--)
        {
            try
            {
                _file = new FileStream(
                    FileScope.Check(path), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
                return;
            }
            catch (IOException) when (left > 0)
            {
                Thread.Sleep(Between);
            }
        }
    }

    /// <summary>Whether somebody has it.</summary>
    public static bool Is(string path)
    {
        if (!File.Exists(path)) return false;
        try
        {
            using var file = new FileStream(FileScope.Check(path), FileMode.Open, FileAccess.Read, FileShare.Read);
            return false;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    /// <summary>Gives it back.</summary>
    public void Dispose() => _file.Dispose();
}
