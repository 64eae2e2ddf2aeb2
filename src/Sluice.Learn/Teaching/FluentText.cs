using Sluice.Kernels;

namespace Sluice.Learn.Teaching;

/// <summary>
/// "I grew up in France. ... I speak fluent": the sentences of the story in one language, as words. Between the country and the word that is
/// asked stand sentences of five words, and last some words that lead over, so that the gap can have any number of words from 2 to 60.
/// </summary>
public sealed class FluentText
{
    /// <summary>The fewest and the most words between.</summary>
    public const int Shortest = 2, Longest = 60;

    private const int SentenceWords = 5;

    private static readonly FluentText[] s_texts =
    [
        new(
            "I grew up in {0}", "I speak fluent",
            "es,fr,it,jp,ru,de,gr,tr,pl,kr",
            "Spain,France,Italy,Japan,Russia,Germany,Greece,Turkey,Poland,Korea", "Spanish,French,Italian,Japanese,Russian,German,Greek,Turkish,Polish,Korean",
            "we lived beside the river,my father baked fresh bread,my mother sang old songs,the winters were very long,we had two small dogs,"
            + "my brother played the piano,every summer brought new friends,we walked to the school,later we bought a boat,"
            + "the garden was always green,at night it rained often",
            "so now,and even now,and to this day,and after all these years,and in spite of it all"),
        new(
            "我 在 {0} 长大", "我 说 一口 流利 的",
            "es,it,jp,ru,de,gr,tr,fr,pl,kr",
            "西班牙,意大利,日本,俄罗斯,德国,希腊,土耳其,法国,波兰,韩国", "西班牙语,意大利语,日语,俄语,德语,希腊语,土耳其语,法语,波兰语,韩语",
            "我们 住 在 河 边,父亲 每天 烤 新鲜 面包,母亲 爱 唱 老 歌,那里 的 冬天 很 长,家里 有 两只 小 狗,哥哥 常常 弹 起 钢琴,"
            + "夏天 总 有 新 朋友,我们 走路 去 学校 上课,后来 家里 买 了 船,院子 里 开 满 花,夜里 常常 下 着 雨",
            "所以 现在,正 因为 如此,也许 正 因为 如此,许多 年 以后 的 今天,直到 许多 年 以后 的 今天"),
        new(
            "我 在 {0} 長大", "我 說 一口 流利 的",
            "es,it,jp,ru,de,gr,tr,fr,pl,kr",
            "西班牙,義大利,日本,俄羅斯,德國,希臘,土耳其,法國,波蘭,韓國", "西班牙語,義大利語,日語,俄語,德語,希臘語,土耳其語,法語,波蘭語,韓語",
            "我們 住 在 河 邊,父親 每天 烤 新鮮 麵包,母親 愛 唱 老 歌,那裡 的 冬天 很 長,家裡 有 兩隻 小 狗,哥哥 常常 彈 起 鋼琴,"
            + "夏天 總 有 新 朋友,我們 走路 去 學校 上課,後來 家裡 買 了 船,院子 裡 開 滿 花,夜裡 常常 下 著 雨",
            "所以 現在,正 因為 如此,也許 正 因為 如此,許多 年 以後 的 今天,直到 許多 年 以後 的 今天"),
    ];

    private readonly string[] _first, _last;
    private readonly string[][] _between, _bridges;
    private readonly Dictionary<string, int> _places = [];
    private readonly int[] _others;

    private FluentText(string first, string last, string codes, string countries, string languages, string between, string bridges)
    {
        (_first, _last) = (first.Split(' '), last.Split(' '));
        (Codes, Countries, Languages) = (codes.Split(','), countries.Split(','), languages.Split(','));
        (_between, _bridges) = ([.. between.Split(',').Select(s => s.Split(' '))], [.. bridges.Split(',').Select(s => s.Split(' '))]);
        foreach (string word in Countries.Concat(_first).Concat(_last).Concat(_between.SelectMany(w => w)).Concat(_bridges.SelectMany(w => w)))
            if (word != "{0}") _places.TryAdd(word, _places.Count);
        _others = [.. _between.SelectMany(w => w).Distinct().Select(w => _places[w])];
        CountryAt = Array.IndexOf(_first, "{0}");
    }

    /// <summary>The text of a language.</summary>
    public static FluentText Of(StoryLanguage language) => s_texts[(int)language];

    /// <summary>The countries by their codes, such as <c>fr</c>: they stand in another order in each language.</summary>
    public IReadOnlyList<string> Codes { get; }

    /// <summary>The countries, and the languages that are spoken there, in the same order.</summary>
    public IReadOnlyList<string> Countries { get; }

    /// <summary>The languages, in the order of the countries.</summary>
    public IReadOnlyList<string> Languages { get; }

    /// <summary>The place of the country among the words of every sentence, from 0.</summary>
    public int CountryAt { get; }

    /// <summary>How many words the question has, the last of every story.</summary>
    public int Question => _last.Length;

    /// <summary>How many different words there are.</summary>
    public int Words => _places.Count;

    /// <summary>The place of a country among the countries.</summary>
    /// <exception cref="SluiceException">There is no such country.</exception>
    public int Country(string code)
    {
        int place = Codes.ToList().IndexOf(code);
        return place >= 0 ? place : throw new SluiceException($"fluent: expected a country, one of {string.Join(", ", Codes)}, got '{code}'.");
    }

    /// <summary>The story with so many words between, in the order in which it is told.</summary>
    /// <exception cref="SluiceException">There is no such country, or the gap is not from 2 to 60.</exception>
    public IReadOnlyList<FluentWord> Story(int country, int gap)
    {
        if (country < 0 || country >= Countries.Count)
            throw new SluiceException($"fluent: expected a country from 0 to {Countries.Count - 1}, got {country}.");
        if (gap is < Shortest or > Longest) throw new SluiceException($"fluent: expected {Shortest} to {Longest} words between, got {gap}.");
        int sentences = Math.Max(0, (gap - Shortest) / SentenceWords);
        return Put(country, [.. Enumerable.Range(0, sentences)], gap - SentenceWords * sentences - Shortest);
    }

    /// <summary>A story to learn from: any country, sentences in any order, and a word of ten another than is told.</summary>
    internal (int[] Words, int Language) Drawn(RandomStream random, int longest)
    {
        uint at = 0;
        int country = random.Below(Countries.Count, at++), gap = (int)(Shortest * Math.Pow((longest + 1.0) / Shortest, random.Uniform(at++)));
        int sentences = (gap - Shortest) / SentenceWords;
        int[] order = [.. Enumerable.Range(0, sentences).Select(_ => random.Below(_between.Length, at++))];
        int[] words = [.. Put(country, order, gap - SentenceWords * sentences - Shortest).Select(w => w.Place)];
        for (int t = _first.Length; t < words.Length - _last.Length; t++)
            if (random.Below(10, at++) == 0) words[t] = _others[random.Below(_others.Length, at++)];
        return (words, country);
    }

    /// <summary>What might stand in the place of a word: the other countries for a country, some words of the story for any other.</summary>
    internal int[] Instead(int word)
        => word < Countries.Count
            ? [.. Enumerable.Range(0, Countries.Count).Where(c => c != word)]
            : [.. Enumerable.Range(0, 4).Select(k => _others[(7 * word + 13 * k) % _others.Length]).Where(w => w != word).Take(2)];

    private List<FluentWord> Put(int country, int[] sentences, int bridge)
    {
        List<FluentWord> story = [];
        void Add(string[] words, bool stop)
        {
            for (int t = 0; t < words.Length; t++)
            {
                string word = words[t] == "{0}" ? Countries[country] : words[t];
                bool begins = t == 0 && (story.Count == 0 || story[^1].Ends);
                story.Add(new(_places[word], begins ? char.ToUpperInvariant(word[0]) + word[1..] : word, stop && t == words.Length - 1));
            }
        }

        Add(_first, true);
        foreach (int s in sentences) Add(_between[s], true);
        Add(_bridges[bridge], false);
        Add(_last, false);
        return story;
    }
}

/// <summary>A word of the story.</summary>
/// <param name="Place">Its place among the words that the nets know.</param>
/// <param name="Text">As it is written where it stands.</param>
/// <param name="Ends">Whether its sentence ends with it.</param>
public readonly record struct FluentWord(int Place, string Text, bool Ends);
