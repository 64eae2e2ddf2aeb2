using Sluice.Tasks.Translate;

namespace Sluice.Tests.Tasks.Translate;

public class AlignmentsTests
{
    private static TranslatedText Of(string source, string target, params float[][] alignment)
        => new(target, [.. target.Select(c => $"{c}")], [.. source.Select(c => $"{c}")], 0, alignment, []);

    [Fact]
    public void The_antidiagonal_is_that_of_the_letters_without_the_end()
    {
        float[] end = [1, 0];
        Assert.Equal(0.75, Alignments.OnAntidiagonal([Of("ab", "ba", [0, 1], [0.5f, 0.5f], end)]), 1e-6);
        Assert.Equal(1, Alignments.OnAntidiagonal([Of("ab", "ba", [0, 1], [1, 0], end), Of("ab", "b", [1, 0], end)]), 1e-6);
        Assert.True(double.IsNaN(Alignments.OnAntidiagonal([])));
    }
}
