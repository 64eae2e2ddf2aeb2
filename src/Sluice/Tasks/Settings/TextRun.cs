using Sluice.Cells;
using Sluice.Optimizers;
using Sluice.Training;

namespace Sluice.Tasks.Settings;

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
        Setting<TextRun>.Integer("data.minimum_count", "symbols seen fewer times become the unknown symbol", 1, o => o.Model.MinimumCount, (o, v) => o with { Model = o.Model with { MinimumCount = (int)v } }),
        Setting<TextRun>.Number("data.validation", "the share at the end of the text kept for validation", 0, 0.9, o => o.Model.Validation, (o, v) => o with { Model = o.Model with { Validation = v } }),
        Setting<TextRun>.Choice("model.cell", "the cell", [.. Catalog.Names], o => o.Model.Cell, (o, v) => o with { Model = o.Model with { Cell = v } }),
        Setting<TextRun>.Integer("model.hidden", "units of a layer", 1, o => o.Model.Hidden, (o, v) => o with { Model = o.Model with { Hidden = (int)v } }),
        Setting<TextRun>.Integer("model.layers", "layers", 1, o => o.Model.Layers, (o, v) => o with { Model = o.Model with { Layers = (int)v } }),
        Setting<TextRun>.Integer("model.embedding", "columns of the symbol table", 1, o => o.Model.Embedding, (o, v) => o with { Model = o.Model with { Embedding = (int)v } }),
        Setting<TextRun>.Number("model.dropout", "the share of values hidden in training between layers and before the output", 0, 0.95, o => o.Model.Dropout, (o, v) => o with { Model = o.Model with { Dropout = v } }),
        Setting<TextRun>.Number("model.recurrent_dropout", "the share of units hidden from the recurrent product in training", 0, 0.95, o => o.Model.RecurrentDropout, (o, v) => o with { Model = o.Model with { RecurrentDropout = v } }),
        Setting<TextRun>.Integer("training.epochs", "passes over the training part", 1, o => o.Training.Epochs, (o, v) => o with { Training = o.Training with { Epochs = (int)v } }),
        Setting<TextRun>.Integer("training.batch", "sequences trained side by side", 1, o => o.Model.Batch, (o, v) => o with { Model = o.Model with { Batch = (int)v } }),
        Setting<TextRun>.Integer("training.steps", "time steps of back-propagation; the state goes on beyond them", 1, o => o.Model.Steps, (o, v) => o with { Model = o.Model with { Steps = (int)v } }),
        Setting<TextRun>.Choice("training.optimizer", "the optimiser", [.. Optimizer.Names], o => o.Training.Optimizer, (o, v) => o with { Training = o.Training with { Optimizer = v } }),
        Setting<TextRun>.Number("training.rate", "the learning rate at its highest", 1e-9, 100, o => o.Training.Rate, (o, v) => o with { Training = o.Training with { Rate = v } }),
        Setting<TextRun>.Choice("training.schedule", "how the rate changes", [.. Schedule.Names], o => o.Training.Schedule, (o, v) => o with { Training = o.Training with { Schedule = v } }),
        Setting<TextRun>.Number("training.warm_up", "the share of all steps in which the rate rises", 0, 1, o => o.Training.WarmUp, (o, v) => o with { Training = o.Training with { WarmUp = v } }),
        Setting<TextRun>.Number("training.momentum", "the momentum of sgd, nesterov and rmsprop", 0, 0.9999, o => o.Training.Momentum, (o, v) => o with { Training = o.Training with { Momentum = v } }),
        Setting<TextRun>.Number("training.weight_decay", "the weight decay", 0, 10, o => o.Training.WeightDecay, (o, v) => o with { Training = o.Training with { WeightDecay = v } }),
        Setting<TextRun>.Number("training.clip", "the norm of all gradients beyond which they are scaled down; 0 for none", 0, 1e9, o => o.Training.ClipNorm, (o, v) => o with { Training = o.Training with { ClipNorm = v } }),
        Setting<TextRun>.Number("training.clip_value", "the magnitude at which each gradient is cut off; 0 for none", 0, 1e9, o => o.Training.ClipValue, (o, v) => o with { Training = o.Training with { ClipValue = v } }),
        Setting<TextRun>.Integer("training.patience", "validations without improvement after which training stops; 0 for never", 0, o => o.Training.Patience, (o, v) => o with { Training = o.Training with { Patience = (int)v } }),
        Setting<TextRun>.Integer("training.validate_every", "steps between validations; 0 for one an epoch", 0, o => o.Training.ValidateEvery, (o, v) => o with { Training = o.Training with { ValidateEvery = (int)v } }),
        Setting<TextRun>.Number("training.checkpoint_seconds", "seconds between checkpoints, beside those at the end and when interrupted", 0, 1e9, o => o.Training.CheckpointSeconds, (o, v) => o with { Training = o.Training with { CheckpointSeconds = v } }),
        Setting<TextRun>.Integer("training.checkpoint_every", "steps between checkpoints, beside those by the clock; 0 for none", 0, o => o.Training.CheckpointEvery, (o, v) => o with { Training = o.Training with { CheckpointEvery = (int)v } }),
        Setting<TextRun>.Integer("training.seed", "the seed of every random number", 0, o => (long)o.Training.Seed, (o, v) => o with { Training = o.Training with { Seed = (ulong)v }, Model = o.Model with { Seed = (ulong)v } }),
        Setting<TextRun>.Integer("training.threads", "threads; 0 for all cores (results do not depend on it)", 0, o => o.Threads, (o, v) => o with { Threads = (int)v }),
    ]);
}
