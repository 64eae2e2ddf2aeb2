namespace Sluice.Learn.Teaching;

/// <summary>The long memory told as text: how far apart country and question may stand, and what becomes of it when a gate is shut.</summary>
public static class FluentStory
{
    private static readonly int[] s_gaps = [2, 5, 8, 11, 14, 17, 20, 25, 30, 40, 50, 60];

    /// <summary>Prints how many of ten countries each net tells by the words between, and what an LSTM says with a gate shut.</summary>
    public static void Write(TextWriter output)
    {
        var text = FluentText.Of(FluentLanguage.English);
        FluentNet plain = FluentNet.Plain(FluentLanguage.English), lstm = FluentNet.Lstm(FluentLanguage.English);
        output.WriteLine("\"I grew up in France. ... I speak fluent\": which word is next, with more and more words between?");
        output.WriteLine($"Both nets learned from stories with 2 to {FluentTraining.LongestLearned} words between.");
        output.WriteLine();
        output.WriteLine($"  {"words between",-24}{string.Concat(s_gaps.Select(g => $"{g,4}"))}");
        foreach (var (name, net) in new[] { ("a plain net", plain), ("an LSTM", lstm) })
        {
            int[] right = [.. FluentReading.Right(net, text)];
            output.WriteLine($"  {name + $", right of {text.Countries.Count}",-24}{string.Concat(s_gaps.Select(g => $"{right[g - FluentText.Shortest],4}"))}");
        }

        int country = text.Country("fr"), at = text.CountryAt;
        var story = text.Story(country, 8);
        output.WriteLine();
        output.WriteLine($"\"{string.Join(' ', story.Select(w => w.Text + (w.Ends ? "." : "")))}\", as the LSTM says it:");
        Tell("all gates as they were learned", FluentShut.None);
        Tell($"forget gate shut at \"{story[at + 3].Text}\"", new(new HashSet<int> { at + 3 }, new HashSet<int>()));
        Tell($"input gate shut at \"{story[at].Text}\"", new(new HashSet<int>(), new HashSet<int> { at }));

        void Tell(string what, FluentShut shut)
        {
            float[] chances = FluentReading.Of(lstm, text, story, shut).Chances;
            int best = Array.IndexOf(chances, chances.Max());
            output.WriteLine($"  {what,-34} {text.Languages[best],-10} {chances[best],5:P0}");
        }
    }
}
