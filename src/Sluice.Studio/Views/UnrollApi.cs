using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Sluice.Learn.Teaching;
using Sluice.Studio.Sheets;

namespace Sluice.Studio.Views;

/// <summary>The loop unrolled: two units of which everything can be worked out by hand, and the children's book read without a memory.</summary>
internal static class UnrollApi
{
    private const int MostWords = 16;

    public static void Map(RouteGroupBuilder api, StudioContext studio)
    {
        _ = studio;
        api.MapGet("unroll/run", (string u, string w, string v, string order) => UnrolledNet.Run(
            Numbers("U", u), Numbers("W", w), Numbers("V", v), [.. Order(order).Select(k => UnrolledNet.Inputs[k])]));
        api.MapGet("unroll/sheet", (string u, string w, string v, string order) =>
        {
            var (units, output) = UnrolledNet.Layers(Numbers("U", u), Numbers("W", w), Numbers("V", v));
            string[] two = ["1", "2"];
            float[][] inputs = [.. Order(order).Select(k => UnrolledNet.Inputs[k])];
            return SheetFile.Answer("unroll", new LayerSheet(units, inputs, [.. inputs.Select(_ => "")], two, two) { Votes = new(output, two, false) }.Page("U W V"));
        });
        api.MapGet("unroll/book", (string words) => PlainWalk.Play(Words(words)).Select(s => new BookStep(
            Place(s.Word), s.Values, [.. s.Plain.Select(Place)], [.. s.Lstm.Select(Place)])));
    }

    private static float[] Numbers(string name, string text)
    {
        float[] numbers = [.. text.Split(',').Select(
            p => float.TryParse(p, CultureInfo.InvariantCulture, out float n) && Math.Abs(n) <= 10 ? n : float.NaN)];
        return numbers.Length == 4 && !numbers.Contains(float.NaN)
            ? numbers
            : throw new SluiceException($"unroll: expected 4 numbers from -10 to 10 as {name}, such as 1,1,1,1, got '{text}'.");
    }

    private static int[] Order(string text)
        => string.Concat(text.Order()) == "123"
            ? [.. text.Select(c => c - '1')]
            : throw new SluiceException($"unroll: expected 1, 2 and 3 in any order, such as 312, got '{text}'.");

    private static string[] Words(string text)
    {
        string[] words = text.Split(',', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length is < 1 or > MostWords) throw new SluiceException($"unroll: expected 1 to {MostWords} words, got {words.Length}.");
        return words;
    }

    private static int Place(string word) => WalkThrough.Words.ToList().IndexOf(word);

    /// <summary>A word: its place among the five, h of the plain net, and the places of the words that each net expects next.</summary>
    private sealed record BookStep(int Word, float[] Values, int[] Plain, int[] Lstm);
}
