using Sluice.Autodiff;
using Sluice.Tasks.Describe;
using Sluice.Tests.Layers;

namespace Sluice.Tests.Tasks.Describe;

public class CaptionNetTests
{
    private static readonly DescriberOptions s_tiny = new()
    {
        Hidden = 3,
        Features = 3,
        Embedding = 2,
        Scenes = new SceneOptions { Rows = 1, Columns = 3 },
        Penalty = 0.3,
        Reward = 1,
        Entropy = 0
    };
    private static readonly int[][] s_captions = [[0, 2], [1]];

    private static CaptionNet Net(DescriberOptions options) => LayerGradient.Shaken(new CaptionNet(4, 3, options));

    [Fact]
    public void A_gate_lets_through_its_share_and_gradients_find_the_way_back()
    {
        Tensor x = LayerGradient.Random(1, 2, 3, 5), g = LayerGradient.Random(2, 2, 3, 1);
        LayerGradient.Check([], [x, g], tape => Gated.Run(tape, x, g));
        var y = Gated.Run(new Tape(false), x, g);
        Assert.Equal(x[4, 2] / (1 + Math.Exp(-g[4, 0])), y[4, 2], 1e-6);
        Assert.Contains(
            "a gate for each row", Assert.Throws<SluiceException>(() => Gated.Run(new Tape(false), x, LayerGradient.Random(2, 3, 1))).Message);
    }

    [Theory]
    [InlineData("lstm")]
    [InlineData("gru")]
    public void The_gradient_of_soft_attention_is_that_of_the_loss_with_its_penalty(string cell)
    {
        var options = s_tiny with { Cell = cell };
        var net = Net(options);
        var pictures = LayerGradient.Random(3, 3, 2, 4);
        double Loss()
        {
            var tape = new Tape(false);
            double loss = net.Loss(tape, pictures, s_captions, out int predicted);
            var looks = net.Read(tape, pictures, s_captions).Looks;
            for (int b = 0; b < 2; b++)
                for (int i = 0; i < 3; i++)
                    loss += options.Penalty * Math.Pow(
                        1 - Enumerable.Range(0, s_captions[b].Length + 1).Sum(t => looks[t].Alpha[b, i]), 2) / predicted;
            return loss;
        }

        var tape = new Tape();
        net.Loss(tape, pictures, s_captions, out _);
        tape.Backward();
        foreach (var parameter in net.Parameters) LayerGradient.Compare(parameter.Name, parameter.Value, parameter.Gradient, Loss, parameter.Changed);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1.5)]
    public void The_mean_of_what_hard_attention_learns_from_is_the_gradient_of_the_mean_loss_whatever_is_expected(double baseline)
    {
        var net = Net(s_tiny with { Attention = "hard" });
        var picture = LayerGradient.Random(3, 3, 1, 4);
        int[][] caption = [[0, 2]];
        int[][] all = [.. from a in Enumerable.Range(0, 3) from b in Enumerable.Range(0, 3) from c in Enumerable.Range(0, 3) select (int[])[a, b, c]];

        // The loss where these places are looked at, and their probability.
        (double Loss, double Probability) Run(Tape tape, int[] places)
        {
            double probability = 1;
            double loss = net.Loss(tape, picture, caption, out _, baseline, (step, _, alpha) =>
            {
                probability *= alpha[places[step]];
                return places[step];
            });
            return (loss, probability);
        }

        var mean = net.Parameters.Select(p => new Tensor(p.Value.Shape.ToArray())).ToArray();
        double sum = 0;
        foreach (int[] places in all)
        {
            foreach (var parameter in net.Parameters) parameter.Gradient.Clear();
            var tape = new Tape();
            double probability = Run(tape, places).Probability;
            tape.Backward();
            sum += probability;
            foreach (var (total, parameter) in mean.Zip(net.Parameters))
                for (int r = 0; r < total.Rows; r++)
                    for (int c = 0; c < total.Columns; c++) total[r, c] += (float)probability * parameter.Gradient[r, c];
        }

        Assert.Equal(1, sum, 1e-5);
        double Loss() => all.Select(places => Run(new Tape(false), places)).Sum(r => r.Loss * r.Probability);
        foreach (var (total, parameter) in mean.Zip(
            net.Parameters)) LayerGradient.Compare(parameter.Name, parameter.Value, total, Loss, parameter.Changed);
    }

    [Fact]
    public void Hard_attention_that_looks_at_no_place_is_soft_attention()
    {
        var pictures = LayerGradient.Random(3, 3, 2, 4);
        double soft = Net(s_tiny).Loss(new Tape(false), pictures, s_captions, out int predicted);
        var hard = Net(s_tiny with { Attention = "hard" });
        Assert.Equal(soft, hard.Loss(new Tape(false), pictures, s_captions, out _, 0, (_, _, _) => -1), 1e-6);
        Assert.NotEqual(soft, hard.Loss(new Tape(false), pictures, s_captions, out _), 1e-3);
        Assert.Equal(5, predicted);

        // In training places are drawn by α: so often as it says.
        var tape = new Tape(false) { Training = true, Seed = 3 };
        var options = s_tiny with { Attention = "hard", SoftShare = 0.25 };
        var drawing = Net(options);
        int[] seen = new int[4];
        double[] expected = new double[4];
        for (uint step = 0; step < 1000; step++)
        {
            tape.Reset();
            tape.Step = step;
            var look = drawing.Read(tape, pictures, s_captions).Looks[0];
            seen[look.Places![1] + 1]++;
            for (int i = 0; i < 3; i++) expected[i + 1] += 0.75 * look.Alpha[1, i];
        }

        Assert.InRange(seen[0], 200, 300);
        for (int i = 1; i < 4; i++) Assert.InRange(seen[i], expected[i] - 60, expected[i] + 60);
    }

    [Theory]
    [InlineData("soft")]
    [InlineData("hard")]
    public void What_is_found_has_the_probability_that_the_loss_gives_it_alone_or_side_by_side(string attention)
    {
        var net = Net(s_tiny with { Attention = attention });
        var pictures = LayerGradient.Random(3, 3, 4, 4);
        var found = net.Search(pictures, 3, 6);
        for (int b = 0; b < 4; b++)
        {
            var alone = Gather.Run(new Tape(false), pictures, [b, 4 + b, 8 + b], 3, 1, 4);
            Assert.Equal(net.Search(alone, 3, 6)[0].Select(f => string.Join(' ', f.Symbols)), found[b].Select(f => string.Join(' ', f.Symbols)));
            foreach (var caption in found[b].Where(f => f.Alignment.Length == f.Symbols.Length + 1))
            {
                double loss = net.Loss(new Tape(false), alone, [caption.Symbols], out int predicted);
                Assert.Equal(-caption.LogProbability, loss * predicted, 1e-4);
                Assert.All(caption.Alignment, a => Assert.Equal(1, a.Sum(), 1e-5));
            }
        }
    }
}
