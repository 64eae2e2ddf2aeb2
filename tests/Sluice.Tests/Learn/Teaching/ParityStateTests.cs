using Sluice.Learn.Teaching;

namespace Sluice.Tests.Learn.Teaching;

public class ParityStateTests
{
    private static readonly bool[] s_bits = [.. Enumerable.Range(0, 200).Select(i => i * i % 7 < 4)];

    [Fact]
    public void AStateThatFlipsIsRightAtEveryLength()
    {
        var (states, odd) = ParityState.Walk(s_bits, -1);
        int ones = 0;
        for (int t = 0; t < s_bits.Length; t++)
        {
            ones += s_bits[t] ? 1 : 0;
            Assert.Equal((ones % 2 == 1, ones % 2 == 1 ? -1f : 1f), (odd[t], states[t]));
        }
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(0.5f)]
    [InlineData(0.95f)]
    [InlineData(1f)]
    public void AStateThatFadesNeverRisesAndSaysTheSameFromTheFirstOneOn(float eigenvalue)
    {
        var (states, odd) = ParityState.Walk([true, true, true, true, true], eigenvalue);
        for (int t = 1; t < states.Length; t++) Assert.True(states[t] <= states[t - 1]);
        Assert.All(odd, o => Assert.Equal(odd[0], o));
    }

    [Theory]
    [InlineData(1.01f)]
    [InlineData(float.NaN)]
    public void OtherEigenvaluesAreRefused(float eigenvalue) => Assert.Throws<SluiceException>(() => ParityState.Walk([true], eigenvalue));
}
