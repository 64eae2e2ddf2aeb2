using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using Sluice.Formats;
using Sluice.Learn.Studies;
using Sluice.Readers;
using Sluice.Tasks.Settings;
using Sluice.Training;

namespace Sluice.Cli;

/// <summary>The folder of a study: its configuration, its finished trials, its results.</summary>
internal static class StudyFolder
{
    /// <summary>Makes a folder: the named one, or one named after the date.</summary>
    public static string New(string? name, string study)
    {
        string folder = NewName(name, study);
        Make(folder);
        return folder;
    }

    /// <summary>Makes a folder, where it is not there.</summary>
    public static void Make(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SluiceException($"the folder {folder} cannot be made: {e.Message} Name another with --out.", e);
        }
    }

    /// <summary>Holds the folder of a study, and then keeps its configuration in it.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="run">The study.</param>
    /// <param name="settings">Its settings.</param>
    /// <param name="usual">A study before any setting.</param>
    /// <param name="mayChange">The keys of what may change while its finished trials stay; null where it keeps none.</param>
    /// <exception cref="SluiceException">Another has the folder, or what may not change has changed.</exception>
    public static IDisposable Hold<T>(string folder, T run, SettingList<T> settings, T usual, IReadOnlyCollection<string>? mayChange)
    {
        var hold = RunFolder.Hold(folder);
        try
        {
            string config = RunFolder.ConfigIn(folder);
            if (mayChange is not null && File.Exists(config))
                settings.CheckResumed(settings.FromJson(usual, TextFile.Read(config), config), run, mayChange);
            AtomicFile.Write(config, settings.ToJson(run));
            return hold;
        }
        catch
        {
            hold.Dispose();
            throw;
        }
    }

    /// <summary>The finished trials in a folder.</summary>
    public static TrialFile<T> Trials<T>(string folder, JsonTypeInfo<T> json) => new(Path.Combine(folder, "trials.jsonl"), json);

    /// <summary>A folder that does not exist yet, or is empty.</summary>
    public static string NewName(string? name, string task)
    {
        if (File.Exists(name)) throw new UsageException($"--out: {name} is a file; name a folder.");
        if (name is not null)
            return !Directory.Exists(name) || IsEmpty(name)
                ? name
                : throw new UsageException($"--out: {name} is not empty; a run never overwrites another.");
        string stem = Path.Combine(ModelPath.Runs, DateTime.Now.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture) + "-" + task), path = stem;
        for (int i = 2; Directory.Exists(path); i++) path = $"{stem}-{i}";
        return path;
    }

    /// <summary>
    /// Whether nothing was saved in a folder: a run that the disk refused leaves its own folder for checkpoints, with nothing in it.
    /// </summary>
    private static bool IsEmpty(string folder) => new DirectoryInfo(folder).GetFileSystemInfos() is var entries
        && (entries.Length == 0 || entries is [DirectoryInfo { Name: "checkpoints", LinkTarget: null } own] && own.GetFileSystemInfos().Length == 0);
}
