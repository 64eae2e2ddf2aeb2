using Microsoft.Extensions.Logging;
using Sluice.Layers;
using Sluice.Models;
using Sluice.Training;

namespace Sluice.Serving.Tests;

/// <summary>Training told to the log of a host.</summary>
public sealed class TrainingLogTests
{
    [Fact]
    public void Validations_are_information_and_steps_are_traces_in_the_order_of_the_training()
    {
        var log = new Entries();
        float[][,] inputs = [new float[4, 1], new float[4, 1]];
        var net = new Sequential { new RecurrentStack("gru", input: 1, hidden: 3), new Linear(3, 1) };
        net.Fit(inputs, inputs, new FitOptions { Epochs = 2, Batch = 1, Validation = 0 }, log.Training());

        var steps = log.All.Where(e => e.Level == LogLevel.Trace).ToList();
        var validations = log.All.Where(e => e.Level == LogLevel.Information).ToList();
        Assert.Equal(4, steps.Count);
        Assert.StartsWith("training: step 1 of 4, loss ", steps[0].Text);
        Assert.Equal(2, validations.Count);
        Assert.StartsWith("training: epoch 1, step 2 of 4, ", validations[0].Text);
        Assert.True(log.All.IndexOf(validations[0]) > log.All.IndexOf(steps[1]) && log.All.IndexOf(validations[0]) < log.All.IndexOf(steps[2]));
    }

    [Fact]
    public void Checkpoints_name_their_file()
    {
        var log = new Entries();
        log.Training().Report(new CheckpointEvent(0, 5, 10, "checkpoints/5.ckpt"));
        Assert.Equal("training: step 5 of 10 saved as checkpoints/5.ckpt", Assert.Single(log.All).Text);
    }

    private sealed class Entries : ILogger
    {
        public List<(LogLevel Level, string Text)> All { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel level, EventId id, TState state, Exception? exception, Func<TState, Exception?, string> format)
            => All.Add((level, format(state, exception)));
    }
}
