using Sluice.Tasks.Settings;
using Sluice.Training;

namespace Sluice.Tasks.Text;

/// <summary>Everything that repeats a training run on text.</summary>
/// <param name="Data">The text file, or <c>book:</c> and a language for the built-in one.</param>
/// <param name="Model">The sizes of the model.</param>
/// <param name="Training">How to train.</param>
/// <param name="Threads">Threads; 0 for all cores. Results do not depend on it.</param>
public sealed record TextRun(string Data, LanguageModelOptions Model, TrainingOptions Training, int Threads = 0)
{
    /// <summary>The settings.</summary>
    public static SettingList<TextRun> Settings { get; } = new(
    [
        Setting<TextRun>.Text("data.file", "the text to learn from", o => o.Data, (o, v) => o with { Data = v }),
        Setting<TextRun>.Choice("data.tokenizer", "how text becomes symbols", ["character", "word"], o => o.Model.Tokenizer, (o, v) => o with { Model = o.Model with { Tokenizer = v } }),
        Setting<TextRun>.List("data.words", "words of a language without spaces that the word tokeniser keeps together, with commas", o => o.Model.Words, (o, v) => o with { Model = o.Model with { Words = v } }),
        Setting<TextRun>.Integer("data.minimum_count", "symbols seen fewer times become the unknown symbol", 1, o => o.Model.MinimumCount, (o, v) => o with { Model = o.Model with { MinimumCount = (int)v } }),
        Setting<TextRun>.Number("data.validation", "the share at the end of the text kept for validation", 0, 0.9, o => o.Model.Validation, (o, v) => o with { Model = o.Model with { Validation = v } }),
        Setting<TextRun>.Cell("model.cell", o => o.Model.Cell, (o, v) => o with { Model = o.Model with { Cell = v } }),
        Setting<TextRun>.Integer("model.hidden", "units of a layer", 1, o => o.Model.Hidden, (o, v) => o with { Model = o.Model with { Hidden = (int)v } }),
        Setting<TextRun>.Integer("model.layers", "layers", 1, o => o.Model.Layers, (o, v) => o with { Model = o.Model with { Layers = (int)v } }),
        Setting<TextRun>.Integer("model.embedding", "columns of the symbol table", 1, o => o.Model.Embedding, (o, v) => o with { Model = o.Model with { Embedding = (int)v } }),
        Setting<TextRun>.Number("model.dropout", "the share of values hidden in training between layers and before the output", 0, 0.95, o => o.Model.Dropout, (o, v) => o with { Model = o.Model with { Dropout = v } }),
        Setting<TextRun>.Number("model.recurrent_dropout", "the share of units hidden from the recurrent product in training", 0, 0.95, o => o.Model.RecurrentDropout, (o, v) => o with { Model = o.Model with { RecurrentDropout = v } }),
        Setting<TextRun>.Flag("model.recurrent_dropout_each_step", "whether recurrent dropout hides other units at each step, and not the same at all", o => o.Model.RecurrentDropoutEachStep, (o, v) => o with { Model = o.Model with { RecurrentDropoutEachStep = v } }),
        Setting<TextRun>.Flag("model.learned_initial", "whether the states before the first symbol are learned", o => o.Model.LearnedInitial, (o, v) => o with { Model = o.Model with { LearnedInitial = v } }),
        Setting<TextRun>.Flag("model.residual", "whether the input of a layer is added to its output, where both have the same size", o => o.Model.Residual, (o, v) => o with { Model = o.Model with { Residual = v } }),
        Setting<TextRun>.Integer("training.epochs", "passes over the training part", 1, o => o.Training.Epochs, (o, v) => o with { Training = o.Training with { Epochs = (int)v } }),
        Setting<TextRun>.Integer("training.batch", "sequences trained side by side", 1, o => o.Model.Batch, (o, v) => o with { Model = o.Model with { Batch = (int)v } }),
        Setting<TextRun>.Integer("training.steps", "time steps of back-propagation; the state goes on beyond them", 1, o => o.Model.Steps, (o, v) => o with { Model = o.Model with { Steps = (int)v } }),
        .. TrainingSettings.Of<TextRun>(o => o.Training, (o, t) => o with { Training = t }),
        Setting<TextRun>.Integer("training.seed", "the seed of every random number", 0, o => (long)o.Training.Seed, (o, v) => o with { Training = o.Training with { Seed = (ulong)v }, Model = o.Model with { Seed = (ulong)v } }),
        Setting<TextRun>.Integer("training.threads", "threads; 0 for all cores (results do not depend on it)", 0, o => o.Threads, (o, v) => o with { Threads = (int)v }),
    ], "text");
}
