using System.Text;
using Sluice.Data.Text;
using Sluice.Kernels;

namespace Sluice.Tasks.Text;

/// <summary>The languages of the children's book.</summary>
public enum BookLanguage
{
    /// <summary>Doug, Jane, Spot, saw.</summary>
    English,

    /// <summary>道格、珍、小点、看见.</summary>
    Simplified,

    /// <summary>道格、珍、小點、看見.</summary>
    Traditional,
}

/// <summary>
/// A children's book of three sentences in random order: "Doug saw Jane.", "Jane saw Spot.", "Spot saw Doug." Five words, and
/// yet whoever votes on the last word alone writes "Doug saw Doug."
/// </summary>
public static class ChildrensBook
{
    /// <summary>The three names, what they do, and the full stop.</summary>
    public static string[] Words(BookLanguage language) => language switch
    {
        BookLanguage.Simplified => ["道格", "珍", "小点", "看见", "。"],
        BookLanguage.Traditional => ["道格", "珍", "小點", "看見", "。"],
        _ => ["Doug", "Jane", "Spot", "saw", "."],
    };

    /// <summary>The book: so many sentences, drawn by the seed.</summary>
    public static string Text(BookLanguage language, int sentences, ulong seed)
    {
        string[] words = Words(language);
        var random = new RandomStream(seed, Purpose.Data);
        var text = new StringBuilder();
        for (int i = 0; i < sentences; i++)
        {
            int who = random.Below(3, (uint)i);
            text.Append(language == BookLanguage.English
                ? $"{(i > 0 ? " " : "")}{words[who]} {words[3]} {words[(who + 1) % 3]}{words[4]}"
                : $"{words[who]}{words[3]}{words[(who + 1) % 3]}{words[4]}");
        }

        return text.ToString();
    }

    /// <summary>Whether four words are a sentence of the book.</summary>
    public static bool IsSentence(BookLanguage language, IReadOnlyList<string> sentence)
    {
        string[] words = Words(language);
        int who = sentence.Count == 4 ? Array.IndexOf(words, sentence[0], 0, 3) : -1;
        return who >= 0 && sentence[1] == words[3] && sentence[2] == words[(who + 1) % 3] && sentence[3] == words[4];
    }

    /// <summary>Cuts words into sentences after each full stop; what follows the last is left out.</summary>
    public static List<string[]> Sentences(BookLanguage language, IEnumerable<string> words)
    {
        string stop = Words(language)[4];
        var sentences = new List<string[]>();
        var current = new List<string>();
        foreach (string word in words)
        {
            current.Add(word);
            if (word != stop) continue;
            sentences.Add([.. current]);
            current.Clear();
        }

        return sentences;
    }

    /// <summary>Writes words by a vote of the last word alone: each next word as often as it followed that word in the text.</summary>
    public static IEnumerable<string> Vote(IReadOnlyList<string> text, ulong seed)
    {
        var followers = text.Zip(text.Skip(1)).GroupBy(p => p.First).ToDictionary(g => g.Key, g => g.Select(p => p.Second).ToArray());
        string word = text[^1];
        for (uint step = 0; ; step++)
        {
            string[] next = followers[word];
            word = next[new RandomStream(seed, Purpose.Sampling, 0, step).Below(next.Length, 0)];
            yield return word;
        }
    }
}
