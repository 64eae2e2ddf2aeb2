using Sluice.Autodiff;
using Sluice.Inspection;
using Sluice.Layers;

namespace Sluice.Tests.Inspection;

/// <summary>The figures of a layer's gradients, on the linear net, whose gradient is (Rᵀ)ᵏ δ.</summary>
public class LayerFlowTests
{
    private const int Units = 8, Lags = 12;

    private static LayerFlow Linear(float scale, JacobianSpectrum spectrum = JacobianSpectrum.All)
    {
        var stack = new RecurrentStack("rnn", new StackOptions("rnn-identity", Units, Units), 3);
        Assert.True(RecurrentScale.Multiply(stack, scale));
        var x = new Tensor(Lags + 2, 2, Units);
        return GradientFlow.Measure(stack, x, Lags, (tape, y) => tape.GradientOf(y).Row(0).Fill(1), spectrum).Layers[0];
    }

    [Fact]
    public void Recurrent_weights_twice_as_large_double_the_factor_and_the_singular_values()
    {
        LayerFlow once = Linear(1), twice = Linear(2);
        Assert.Equal(2 * once.FactorPerStep, twice.FactorPerStep, 1e-5);
        Assert.Equal(2 * once.Spectrum[0], twice.Spectrum[0], 1e-5);
        Assert.Equal(once.Median("h"), once.Whole);
        Assert.Equal(Math.Pow(2, Lags), twice.Highest("h")[Lags] / once.Highest("h")[Lags], 1e-2);
    }

    [Fact]
    public void Where_no_singular_values_are_asked_for_there_are_none() => Assert.Empty(Linear(1, JacobianSpectrum.None).Spectrum);

    [Fact]
    public void A_factor_that_is_no_number_is_refused()
        => Assert.Contains("NaN", Assert.Throws<SluiceException>(
            () => RecurrentScale.Multiply(new RecurrentStack("rnn", new StackOptions("gru", 2, 2), 1), float.NaN)).Message);

    [Fact]
    public void Cells_without_recurrent_weights_say_so()
        => Assert.False(RecurrentScale.Multiply(new RecurrentStack("rnn", new StackOptions("mingru", 2, 2), 1), 2));
}
