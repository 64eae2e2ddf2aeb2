namespace Sluice.Tasks.Text;

/// <summary>
/// What the words of an English text last told, for each character once it was read. A word tells something from the character after it on: before,
/// it could still go on.
/// </summary>
internal static class TextWords
{
    private static readonly Dictionary<string, int> s_number = Told(
        ["a", "an", "this", "each", "every", "another", "is", "isn't", "was", "wasn't", "has", "hasn't"],
        ["these", "those", "both", "many", "few", "several", "are", "aren't", "were", "weren't"]);

    // Of Chinese, 他 and 她 are words by themselves.
    private static readonly Dictionary<string, int> s_gender = Told(["he", "him", "his", "himself", "他"], ["she", "her", "hers", "herself", "她"]);

    /// <summary>
    /// Singular or plural: that of the last determiner or verb that agrees in number, until the end of the sentence. Words that both have, such as
    /// the, you, have and that, tell nothing.
    /// </summary>
    public static (IReadOnlyList<string> Classes, float[] Labels, IReadOnlyList<string> Notes) Number(string text)
        => (["singular", "plural"], Labels(text, s_number, bySentence: true), []);

    /// <summary>Masculine or feminine: that of the last pronoun, until the end of the paragraph.</summary>
    public static (IReadOnlyList<string> Classes, float[] Labels, IReadOnlyList<string> Notes) Gender(string text)
        => (["masculine", "feminine"], Labels(text, s_gender, bySentence: false), []);

    private static float[] Labels(string text, Dictionary<string, int> told, bool bySentence)
    {
        var labels = new float[text.Length];
        float now = float.NaN;
        int word = 0;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            bool isPart = IsPart(text, i), goesOn = isPart && !IsWord(c) && !(i > 0 && IsWord(text[i - 1]));
            if (!goesOn)
            {
                if (told.TryGetValue(text[word..i].ToLowerInvariant().Replace('’', '\''), out int label)) now = label;
                word = isPart ? i : i + 1;
            }

            if ((bySentence && c is '.' or '!' or '?' or '。' or '！' or '？') || (c == '\n' && i > 0 && text[i - 1] == '\n')) now = float.NaN;
            labels[i] = now;
        }

        return labels;
    }

    private static bool IsWord(char c) => c is '他' or '她';

    // Letters are parts of a word, and so is an apostrophe between them.
    private static bool IsPart(string text, int i)
        => char.IsLetter(text[i])
            || (text[i] is '\'' or '’' && i > 0 && char.IsLetter(text[i - 1]) && i + 1 < text.Length && char.IsLetter(text[i + 1]));

    private static Dictionary<string, int> Told(string[] first, string[] second)
        => first.Select(w => (w, 0)).Concat(second.Select(w => (w, 1))).ToDictionary(w => w.w, w => w.Item2);
}
