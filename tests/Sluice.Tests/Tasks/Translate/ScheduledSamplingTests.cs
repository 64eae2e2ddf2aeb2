using Sluice.Autodiff;
using Sluice.Data.Sequences;
using Sluice.Tasks.Translate;
using Sluice.Training;

namespace Sluice.Tests.Tasks.Translate;

public class ScheduledSamplingTests
{
    [Theory]
    [InlineData("constant", 0.4, 0.4, 0.4)]
    [InlineData("linear", 0, 0.2, 0.4)]
    [InlineData("sigmoid", 0.0027, 0.2, 0.3973)]
    public void The_share_grows_to_what_is_asked_and_stays(string schedule, double first, double half, double last)
    {
        Assert.Contains(schedule, ScheduledSampling.Schedules);
        var sampling = new ScheduledSampling(0.4, schedule, 6);
        Assert.Equal((first, half, last), (Math.Round(sampling.At(0), 4), Math.Round(sampling.At(3), 4), Math.Round(sampling.At(6), 4)));
        Assert.Equal(sampling.At(6), sampling.At(60));
        Assert.Equal(0, new ScheduledSampling().At(60));
    }

    [Fact]
    public void What_is_shown_changes_the_loss_by_a_share_that_the_step_draws_and_the_same_step_draws_the_same()
    {
        var model = new EncoderDecoder(8, 8, new EncoderDecoderOptions { Hidden = 8, Embedding = 4, Dropout = 0 });
        double Loss(double own, uint step) => model.Loss(new Tape { Step = step }, [[1, 2, 3, 4, 5], [6]], [[5, 4, 3, 2, 1], [6]], out _, own);
        Assert.Equal(Loss(0, 1), Loss(0, 2));
        Assert.NotEqual(Loss(0, 1), Loss(0.5, 1));
        Assert.NotEqual(Loss(0.5, 2), Loss(0.5, 1));
        Assert.Equal(Loss(0.5, 1), Loss(0.5, 1));
    }

    [Fact]
    public void Letters_are_learned_from_own_guesses_with_symbols_hidden_and_smoothed()
    {
        var (learned, unseen) = Practice.Reversed(1500, 100, 3);
        SequencePair[] Short(IEnumerable<SequencePair> pairs)
            => [.. pairs.Select(p => new SequencePair(p.Source[..3], string.Concat(p.Source[..3].Reverse())))];
        var (model, training) = Translator.From(Short(learned), Short(unseen), new TranslatorOptions
        {
            Source = "character",
            Target = "character",
            Net = new EncoderDecoderOptions { Hidden = 32, Embedding = 16, Dropout = 0, SymbolDropout = 0.05, Smoothing = 0.05 },
            Own = new ScheduledSampling(0.5, "linear", 4),
            Batch = 16,
        });
        new Trainer(training, new TrainingOptions { Epochs = 8, Rate = 0.01 }).Run();
        Assert.InRange(model.Evaluate(Short(unseen)).Exact, 0.95, 1);
    }
}
