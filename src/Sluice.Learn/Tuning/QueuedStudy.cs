namespace Sluice.Learn.Tuning;

/// <summary>A study of many small trainings, each a piece of work by itself that any worker can do.</summary>
/// <typeparam name="T">What a study keeps of a training.</typeparam>
public abstract class QueuedStudy<T>
{
    /// <summary>What its work is called in a queue, in the place of a task.</summary>
    public abstract string Name { get; }

    /// <summary>The file of its data; empty where it makes its own.</summary>
    public abstract string Data { get; }

    /// <summary>The settings that tell it from other studies: all but those that may change while what is done stays.</summary>
    public abstract string Identity { get; }

    /// <summary>What can be done now, in its order; nothing where all is done.</summary>
    public abstract IEnumerable<QueuedTrial<T>> Wanted(IReadOnlyCollection<T> done);

    /// <summary>Of trials those of this study, in the order of its tables.</summary>
    public abstract List<T> Of(IEnumerable<T> all);
}

/// <summary>A training of a study that is to be done.</summary>
/// <typeparam name="T">What the study keeps of it.</typeparam>
/// <param name="Name">The name of the work, of which there is one in a study.</param>
/// <param name="Config">Everything that repeats it: the configuration of a study of this training alone.</param>
/// <param name="Read">What the study keeps of its result.</param>
public sealed record QueuedTrial<T>(string Name, string Config, Func<TrialResult, T> Read)
{
    /// <summary>A part of a name that can stand in names of files: signs of other meaning are escaped.</summary>
    internal static string Escaped(string part) => Uri.EscapeDataString(part).Replace(".", "%2E", StringComparison.Ordinal);
}
