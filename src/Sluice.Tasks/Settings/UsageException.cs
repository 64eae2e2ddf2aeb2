namespace Sluice.Tasks.Settings;

/// <summary>A command or a setting was used in a way that makes no sense.</summary>
public sealed class UsageException : SluiceException
{
    /// <summary>With a message as it is.</summary>
    public UsageException(string message) : base(message)
    {
    }

    /// <summary>With an interpolated string, whose values are kept apart.</summary>
    public UsageException(Phrase message) : base(message)
    {
    }
}
