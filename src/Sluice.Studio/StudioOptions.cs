namespace Sluice.Studio;

/// <summary>How the studio is opened.</summary>
public sealed record StudioOptions
{
    /// <summary>The folder whose runs, models and data may be opened; nothing outside of it is read.</summary>
    public string Folder { get; init; } = ".";

    /// <summary>The address to listen at; one beyond this machine needs the token.</summary>
    public string Bind { get; init; } = "127.0.0.1";

    /// <summary>The port; 0 for any that is free.</summary>
    public int Port { get; init; } = 5270;

    /// <summary>The largest upload in bytes.</summary>
    public long LargestUpload { get; init; } = 64L << 20;

    /// <summary>The most bytes of all uploads together.</summary>
    public long AllUploads { get; init; } = 1L << 30;

    /// <summary>The most bytes of memory that the settings of one run may ask for; a quarter of what the process may have.</summary>
    public long Memory { get; init; } = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4;
}
