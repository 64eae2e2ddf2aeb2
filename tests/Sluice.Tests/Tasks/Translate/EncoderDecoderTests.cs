using Sluice.Autodiff;
using Sluice.Kernels;
using Sluice.Layers;
using Sluice.Tasks.Translate;
using Sluice.Training;

namespace Sluice.Tests.Tasks.Translate;

public class EncoderDecoderTests
{
    private const int Symbols = 8;

    /// <summary>Sequences of letters, each beside the same from its end.</summary>
    private static (int[] Source, int[] Target)[] Reversed(int count, ulong seed, int most = 7)
    {
        var random = new RandomStream(seed, Purpose.Data);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            int[] source =
                [.. Enumerable.Range(0, 3 + random.Below(most - 2, (uint)(16 * i))).Select(t => random.Below(Symbols, (uint)(16 * i + 1 + t)))];
            return (source, source.Reverse().ToArray());
        })];
    }

    private sealed class Pairs(EncoderDecoder model, (int[] Source, int[] Target)[] pairs) : RaggedTraining(model.Parameters, 32, 1)
    {
        protected override IReadOnlyList<int> Lengths { get; } = [.. pairs.Select(p => p.Source.Length)];

        public override IReadOnlyDictionary<string, double> Validate()
            => new Dictionary<string, double>
            {
                ["loss"] = model.Loss(new Tape(false), [.. pairs.Take(64).Select(p => p.Source)], [.. pairs.Take(64).Select(p => p.Target)], out _)
            };

        protected override StepLoss Step(Tape tape, int[] places)
        {
            double loss = model.Loss(tape, [.. places.Select(i => pairs[i].Source)], [.. places.Select(i => pairs[i].Target)], out int predicted);
            return new StepLoss(loss, predicted);
        }
    }

    [Theory]
    [InlineData(AttentionScore.Additive)]
    [InlineData(AttentionScore.Multiplicative)]
    public void Letters_are_copied_from_the_end_and_the_alignment_is_antidiagonal(AttentionScore score)
    {
        var model = new EncoderDecoder(Symbols, Symbols, new EncoderDecoderOptions { Hidden = 32, Embedding = 16, Attention = score, Dropout = 0 });
        new Trainer(new Pairs(model, Reversed(2000, 1)), new TrainingOptions { Epochs = 12, Rate = 0.01 }).Run();
        var unseen = Reversed(200, 2);
        var found = model.Search([.. unseen.Select(p => p.Source)]);
        int right = unseen.Where((p, i) => p.Target.SequenceEqual(found[i][0].Symbols)).Count();
        Assert.InRange(right, 196, 200);

        // Each symbol looks most at its own.
        var looks = unseen.SelectMany((p, i) => p.Target.SequenceEqual(found[i][0].Symbols)
            ? Enumerable.Range(0, p.Source.Length).Select(
                t => Array.IndexOf(found[i][0].Alignment[t], found[i][0].Alignment[t].Max()) == p.Source.Length - 1 - t) : []);
        Assert.InRange(looks.Average(l => l ? 1.0 : 0), 0.9, 1);

        // A wider beam finds nothing worse, and the best of it is at least as probable.
        var wide = model.Search([.. unseen.Take(40).Select(p => p.Source)], 5, normalisation: 0);
        for (int i = 0; i < wide.Count; i++)
        {
            Assert.True(wide[i][0].LogProbability >= found[i][0].LogProbability - 1e-5);
            Assert.InRange(wide[i].Count, 1, 5);
            Assert.Equal(wide[i].Count, wide[i].Select(w => string.Join(' ', w.Symbols)).Distinct().Count());
        }
    }

    [Fact]
    public void What_is_found_has_the_probability_that_the_loss_gives_it_alone_or_side_by_side()
    {
        var model = new EncoderDecoder(Symbols, Symbols, new EncoderDecoderOptions { Cell = "lstm", Hidden = 8, Embedding = 4, Layers = 2 });
        int[][] sources = [[1, 2, 3], [4], [5, 6, 7, 1, 2]];
        var together = model.Search(sources, 3, 6);
        for (int i = 0; i < sources.Length; i++)
        {
            var alone = model.Search([sources[i]], 3, 6)[0];
            Assert.Equal(alone.Select(a => string.Join(' ', a.Symbols)), together[i].Select(a => string.Join(' ', a.Symbols)));
            foreach (var found in alone.Where(f => f.Alignment.Length == f.Symbols.Length + 1))
            {
                double loss = model.Loss(new Tape(false), [sources[i]], [found.Symbols], out int predicted);
                Assert.Equal(-found.LogProbability, loss * predicted, 1e-3);
            }

            Assert.All(alone, f => Assert.All(f.Alignment, a => Assert.Equal(sources[i].Length, a.Length)));
        }

        Assert.Contains("a symbol or more", Assert.Throws<SluiceException>(() => model.Search([[]])).Message);
        Assert.Empty(model.Search([]));
    }
}
