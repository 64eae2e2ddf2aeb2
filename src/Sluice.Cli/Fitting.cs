namespace Sluice.Cli;

/// <summary>Work of the library on a user's data with a user's settings: what does not fit is the fault of one of them.</summary>
internal static class Fitting
{
    /// <summary>Does work that gives nothing back.</summary>
    public static void To(string file, Action work) => To(file, () =>
    {
        work();
        return true;
    });

    /// <summary>Does the work; an error in the data names the file, one in the settings is wrong use.</summary>
    public static T To<T>(string file, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SluiceFormatException e) when (e.File is null)
        {
            throw new SluiceFormatException(e.Message, file, inner: e);
        }
        catch (SluiceException e) when (e is not SluiceFormatException)
        {
            throw new UsageException(e.Message);
        }
    }
}
