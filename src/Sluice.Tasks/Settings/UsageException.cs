namespace Sluice.Tasks.Settings;

/// <summary>A command or a setting was used in a way that makes no sense.</summary>
public sealed class UsageException(string message) : SluiceException(message);
