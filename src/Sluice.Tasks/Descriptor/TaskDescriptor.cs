using Sluice.Formats;
using Sluice.Layers;
using Sluice.Tasks.Sources;

namespace Sluice.Tasks.Descriptor;

/// <summary>
/// A task, described by itself: the command line, the studio, its page and the fuzzer know of a task what stands here and nothing
/// else. What a task adds is in <see cref="TaskDescriptor{TRun, TModel}"/>, from which every task derives.
/// </summary>
/// <remarks>A descriptor holds no state: any number of threads may use it.</remarks>
public abstract class TaskDescriptor
{
    /// <summary>The word after <c>train</c>, and the task that its model files name.</summary>
    public abstract string Name { get; }

    /// <summary>What its models are, such as "A forecaster".</summary>
    public abstract string Title { get; }

    /// <summary>The task as model cards name it, such as "time-series-forecasting".</summary>
    public abstract string Kind { get; }

    /// <summary>What is predicted, in the plural.</summary>
    public abstract string Predicted { get; }

    /// <summary>What <c>train --help</c> says of it.</summary>
    public abstract string Description { get; }

    /// <summary>What the file to learn from is.</summary>
    public abstract string File { get; }

    /// <summary>What the page of the studio says of it.</summary>
    public abstract PageWords Page { get; }

    /// <summary>How the studio shows a model that has run: a picture of its own, or <c>recorded</c>, which is there for every task.</summary>
    public virtual string Look => "recorded";

    /// <summary>Whether models learn in steps, by a trainer; the others learn in one pass over the data (<see cref="TaskRun.Learn"/>).</summary>
    public virtual bool LearnsInSteps => true;

    /// <summary>Every setting of a run, with its value before any choice.</summary>
    public abstract IReadOnlyList<TaskSetting> Settings { get; }

    /// <summary>Whether the data is a table, which may also come from a query.</summary>
    public bool ReadsTables => Settings.Any(s => s.Key == "data.query");

    /// <summary>What <c>evaluate</c> can be asked beside the model and the data.</summary>
    public virtual IReadOnlyList<TaskOption> EvaluateOptions => [];

    /// <summary>What <c>predict</c> can be asked beside the model and the data.</summary>
    public virtual IReadOnlyList<TaskOption> PredictOptions => [];

    /// <summary>Whether <c>predict</c> needs no data for what it is asked: a net that generates draws from nothing.</summary>
    /// <param name="options">The values of <see cref="PredictOptions"/>, by name.</param>
    public virtual bool PredictsFromNothing(IReadOnlyDictionary<string, object> options) => false;

    /// <summary>Whether <c>predict</c> reads standard input while it arrives; other tasks read it to its end first.</summary>
    public virtual bool HearsLive => false;

    /// <summary>The endings of files of its own that <c>predict --out</c> can write, beside those of tables.</summary>
    public virtual IReadOnlyList<string> AnswerFiles => [];

    /// <summary>What can be trained without any file.</summary>
    public abstract IReadOnlyList<TaskExample> Examples { get; }

    /// <summary>A small data set on which the task can be tried; null for none.</summary>
    public virtual TaskSample? SampleData => null;

    /// <summary>A run on a file, before any setting.</summary>
    public abstract TaskRun Start(string? file = null);

    /// <summary>How well data fits this task, and which settings follow from it; null where the task cannot learn from it.</summary>
    /// <exception cref="SluiceException">The data cannot be read, or a setting that was given names no column of it.</exception>
    public virtual TaskFit? Fit(DataLook look) => null;

    /// <summary>Whether a configuration that names no task is of this one; the first task that says so takes it.</summary>
    public virtual bool Recognises(IReadOnlySet<string> keys) => false;

    /// <summary>Looks at data and proposes a run on it.</summary>
    /// <exception cref="SluiceException">The data cannot be read, or is none for this task.</exception>
    public abstract Proposal Propose(InitInquiry inquiry);

    /// <summary>Builds a model from a file that was read.</summary>
    /// <exception cref="SluiceFormatException">It is no model for this task, or not whole.</exception>
    public abstract ILayer Load(SafeTensorsFile file, string path);

    /// <summary>Loads a model.</summary>
    /// <exception cref="SluiceFormatException">The file is no model for this task, or not whole.</exception>
    public ILayer Load(string path) => Load(ModelFile.Open(path, Name), path);

    /// <summary><c>evaluate MODEL</c>: figures, naive baselines beside them.</summary>
    public abstract void Evaluate(Inquiry inquiry);

    /// <summary>The figures of a loaded model, which may be another than that of the file: baselines come from the run of the file.</summary>
    /// <exception cref="SluiceException">The data cannot be read, or is none for this model.</exception>
    public abstract void Evaluate(ILayer model, Inquiry inquiry);

    /// <summary><c>predict MODEL</c>.</summary>
    public abstract void Predict(Inquiry inquiry);

    /// <summary>
    /// What a loaded model predicts for data, which does not change the model; null where the answers were written while the questions came. Any
    /// number of threads may ask one model.
    /// </summary>
    /// <exception cref="SluiceException">The data cannot be read, or is none for this model.</exception>
    public abstract Predictions? Predict(ILayer model, Inquiry inquiry);

    /// <summary>What <see cref="Generate"/> can be asked; empty where models of this task write no texts.</summary>
    public virtual IReadOnlyList<TaskOption> GenerateOptions => [];

    /// <summary>What a loaded model writes after a text, piece by piece and without an end. Any number of threads may ask one model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="prompt">The text to go on with; it may be empty.</param>
    /// <param name="options">A value for each of <see cref="GenerateOptions"/>, by name.</param>
    /// <exception cref="SluiceException">Models of this task write no texts, or an option makes no sense.</exception>
    public virtual IEnumerable<string> Generate(ILayer model, string prompt, IReadOnlyDictionary<string, object> options)
        => throw new SluiceException($"a model for the task '{Name}' writes no texts.");

    /// <summary>What <c>info MODEL</c> says: names, values for machines, texts for people. One of the names is "cell".</summary>
    public IReadOnlyList<(string Name, object Value, string Text)> Facts(string model) => Facts(Load(model));

    /// <summary>What there is to say of a loaded model.</summary>
    public abstract IReadOnlyList<(string Name, object Value, string Text)> Facts(ILayer model);

    /// <summary>Runs a model over data and records every gate and state of its layers, with words on each step.</summary>
    /// <exception cref="SluiceException">The data is none for this model, or the model has no recurrent layers.</exception>
    public abstract Inspected Inspect(ILayer model, InspectInquiry inquiry);

    /// <summary>What a model reads when it is looked into.</summary>
    public abstract InputKind Reads(ILayer model);

    /// <summary>A few texts for a model to begin with; none where it reads no texts.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">What it learned from, as far as that is at hand.</param>
    public abstract IEnumerable<string> Samples(ILayer model, LearnedData data);

    /// <summary>Texts that are no part of what a model learned, but that it can read.</summary>
    public abstract IEnumerable<string> StockSamples(ILayer model);

    /// <summary>What the fuzzer feeds: small models of every form, and a use of what was loaded.</summary>
    internal virtual IReadOnlyList<FuzzFeed> Fuzz => [];
}
