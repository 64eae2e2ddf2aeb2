namespace Sluice.Tasks.Settings;

/// <summary>Work of the library on a user's data with a user's settings: what does not fit is the fault of one of them.</summary>
public static class UserError
{
    /// <summary>Does the work; an error in the data names the file, one in the settings is wrong use.</summary>
    /// <exception cref="SluiceFormatException">The data does not fit.</exception>
    /// <exception cref="UsageException">The settings do not fit.</exception>
    public static T In<T>(string file, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SluiceFormatException e) when (e.File is null)
        {
            throw new SluiceFormatException(e.Sentence, file, inner: e);
        }
        catch (SluiceException e) when (e is not SluiceFormatException)
        {
            throw new UsageException(e.Sentence);
        }
    }

    /// <summary>The same for work that gives nothing back.</summary>
    public static void In(string file, Action work) => In(file, () =>
    {
        work();
        return true;
    });
}
