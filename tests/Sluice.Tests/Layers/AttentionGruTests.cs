using Sluice.Autodiff;
using Sluice.Layers;

namespace Sluice.Tests.Layers;

public class AttentionGruTests
{
    [Fact]
    public void Gradients_reach_weights_inputs_and_scores()
    {
        var layer = LayerGradient.Shaken(new AttentionGru("a", 3, 5, 1));
        Tensor x = LayerGradient.Random(1, 4, 2, 3), scores = LayerGradient.Random(2, 4, 2, 1);
        LayerGradient.Check(layer.Parameters, [x, scores], tape => layer.Run(tape, x, scores, out _));
    }

    [Fact]
    public void Score_0_is_a_gru_and_score_1_forgets()
    {
        var layer = new AttentionGru("a", 3, 5, 1);
        var gru = new Recurrent("a", "l0", "gru", 3, 5, 1);
        Tensor x = LayerGradient.Random(1, 4, 2, 3), none = new(4, 2, 1), full = new(4, 2, 1);
        for (int r = 0; r < 8; r++) full[r, 0] = 1;
        Assert.Equal(gru.Run(new Tape(false), x, out _).ToArray(), layer.Run(new Tape(false), x, none, out _).ToArray());
        var before = new State("gru", 2, 5);
        before.Values[0].Row(0).Fill(0.5f);
        float kept = layer.Run(new Tape(false), x, none, out _, before)[0, 0], forgotten = layer.Run(new Tape(false), x, full, out _, before)[0, 0];
        Assert.NotEqual(kept, forgotten);
        Assert.Throws<SluiceException>(() => layer.Run(new Tape(false), x, new Tensor(4, 2, 2), out _));
    }

    [Fact]
    public void A_stack_of_layers_has_no_scores_to_give()
        => Assert.Contains("AttentionGru", Assert.Throws<SluiceException>(() => new RecurrentStack("r", new StackOptions("augru", 3, 5), 1)).Message);
}
