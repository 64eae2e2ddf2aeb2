namespace Sluice.Data.Sequences;

/// <summary>A stretch of a sequence with a type, such as a name in a sentence.</summary>
/// <param name="Type">What it is.</param>
/// <param name="Start">Its first step, from 0.</param>
/// <param name="End">The step after its last.</param>
public readonly record struct Span(string Type, int Start, int End);

/// <summary>What the tags of sequences say.</summary>
public enum TagKind
{
    /// <summary>Each step has a label of its own.</summary>
    Plain,

    /// <summary>Spans, marked by B- and I-.</summary>
    Bio,

    /// <summary>Spans, marked by B-, I-, E- and S-.</summary>
    Bioes,
}

/// <summary>How files write tags.</summary>
public enum TagNotation
{
    /// <summary>Each step has a label of its own.</summary>
    Plain,

    /// <summary>I-x goes on with a span of type x or begins one; B-x begins one where another of type x ends (Ramshaw and Marcus 1995).</summary>
    Iob1,

    /// <summary>BIO: B-x begins every span.</summary>
    Iob2,

    /// <summary>B-, I-, E- and S-.</summary>
    Bioes,

    /// <summary>BIOES with L- for E- and U- for S- (Ratinov and Roth 2009); also called BILOU.</summary>
    Biluo,

    /// <summary>BIOES with M- for I-, as texts in Chinese have it.</summary>
    Bmes,
}

/// <summary>
/// Tags that mark spans: BIO, where B-x begins a span of type x, I-x goes on with it and O is outside; and BIOES, where E-x ends
/// it and S-x is a span of one step.
/// </summary>
public static class TagScheme
{
    /// <summary>The tag of steps outside of all spans.</summary>
    public const string Outside = "O";

    /// <summary>
    /// What tags say: spans in BIOES where one begins with E- or S-, in BIO where one begins with B- or I- or all are O, else plain labels.
    /// </summary>
    public static TagKind Detect(IEnumerable<string> tags)
    {
        bool spans = true, any = false;
        foreach (string tag in tags.Distinct())
        {
            if (IsTag(tag, bioes: true) && tag[0] is 'E' or 'S' && tag.Length > 2) return TagKind.Bioes;
            any |= tag != Outside && IsTag(tag, bioes: false);
            spans &= tag == Outside;
        }

        return any || spans ? TagKind.Bio : TagKind.Plain;
    }

    /// <summary>
    /// The spans of tags in either scheme, as the scorer of CoNLL 2000 reads them: an I-x that follows no x begins a span.
    /// </summary>
    public static List<Span> Spans(IReadOnlyList<string> tags)
    {
        List<Span> spans = [];
        int start = -1;
        string type = "";
        for (int t = 0; t <= tags.Count; t++)
        {
            var (mark, own) = t < tags.Count ? Split(tags[t]) : ('O', "");
            bool goesOn = start >= 0 && mark is 'I' or 'E' && own == type;
            if (start >= 0 && !goesOn)
            {
                spans.Add(new Span(type, start, t));
                start = -1;
            }

            if (mark == 'O') continue;
            if (start < 0) (start, type) = (t, own);
            if (mark is not ('E' or 'S')) continue;
            spans.Add(new Span(type, start, t + 1));
            start = -1;
        }

        return spans;
    }

    /// <summary>The first step whose tag is none of the scheme, or cannot follow the one before; −1 where all is right.</summary>
    /// <param name="tags">The tags.</param>
    /// <param name="bioes">Whether the scheme is BIOES; else BIO.</param>
    public static int FirstWrong(IReadOnlyList<string> tags, bool bioes = false)
    {
        for (int t = 0; t <= tags.Count; t++)
        {
            string? before = t > 0 ? tags[t - 1] : null, tag = t < tags.Count ? tags[t] : null;
            if (tag is not null && !IsTag(tag, bioes)) return t;
            if (!MayFollow(before, tag, bioes)) return Math.Min(t, tags.Count - 1);
        }

        return -1;
    }

    /// <summary>Whether a tag may stand after another.</summary>
    /// <param name="before">The tag before; null at the start.</param>
    /// <param name="tag">The tag; null for the end.</param>
    /// <param name="bioes">Whether the scheme is BIOES; else BIO.</param>
    public static bool MayFollow(string? before, string? tag, bool bioes)
    {
        var (mark, type) = Split(tag ?? Outside);
        var (last, own) = Split(before ?? Outside);
        bool open = last is 'B' or 'I';
        return mark is 'I' or 'E' ? open && own == type : !(bioes && open);
    }

    /// <summary>The same spans in BIOES.</summary>
    public static string[] ToBioes(IReadOnlyList<string> tags) => Of(Spans(tags), tags.Count, bioes: true);

    /// <summary>The same spans in BIO.</summary>
    public static string[] ToBio(IReadOnlyList<string> tags) => Of(Spans(tags), tags.Count, bioes: false);

    /// <summary>The tags of spans.</summary>
    /// <exception cref="SluiceException">Spans that overlap or lie beyond the end.</exception>
    public static string[] Of(IEnumerable<Span> spans, int steps, bool bioes)
    {
        var tags = new string[steps];
        Array.Fill(tags, Outside);
        foreach (var span in spans)
        {
            if (span.Start < 0
                || span.Start >= span.End || span.End > steps || tags.AsSpan(span.Start, span.End - span.Start).ContainsAnyExcept(Outside))
                throw new SluiceException(
                    $"TagScheme: expected spans beside each other within {steps} steps, got '{span.Type}' from {span.Start} to {span.End}.");
            for (int t = span.Start; t < span.End; t++)
            {
                char mark = t == span.Start ? bioes && span.End == span.Start + 1 ? 'S' : 'B' : bioes && t == span.End - 1 ? 'E' : 'I';
                tags[t] = $"{mark}-{span.Type}";
            }
        }

        return tags;
    }

    /// <summary>Tags as others write them, in the schemes of this class: see <see cref="TagNotation"/>.</summary>
    /// <param name="tags">The tags of a sequence.</param>
    /// <param name="notation">How they are written.</param>
    public static IReadOnlyList<string> From(IReadOnlyList<string> tags, TagNotation notation) => notation switch
    {
        TagNotation.Iob1 => FromIob1(tags),
        TagNotation.Biluo => [.. tags.Select(t => IsSpan(t) ? t[0] switch { 'L' => "E", 'U' => "S", _ => t[..1] } + t[1..] : t)],
        TagNotation.Bmes => [.. tags.Select(t => IsSpan(t) && t[0] == 'M' ? "I" + t[1..] : t)],
        _ => tags,
    };

    /// <summary>
    /// How the tags of sequences are written. IOB1 is told from IOB2 by all of them together: some span begins with I-, and each B- follows a
    /// span of its own type, which is all that it is for there.
    /// </summary>
    public static TagNotation Notation(IReadOnlyCollection<IReadOnlyList<string>> sequences)
    {
        string[] different = [.. sequences.SelectMany(s => s).Distinct().Where(t => t != Outside)];
        bool Are(string marks) => different.Length > 0 && different.All(t => IsSpan(t) && marks.Contains(t[0]));
        bool Has(string marks) => different.Any(t => marks.Contains(t[0]));
        if (Are("BILU") && Has("LU")) return TagNotation.Biluo;
        if (Are("BMES") && Has("M")) return TagNotation.Bmes;
        if (Are("BIES") && Has("ES")) return TagNotation.Bioes;
        if (!Are("BI")) return different.Length == 0 ? TagNotation.Iob2 : TagNotation.Plain;
        return sequences.Any(s => FirstWrong(s) >= 0) && sequences.All(IsIob1) ? TagNotation.Iob1 : TagNotation.Iob2;
    }

    private static bool IsIob1(IReadOnlyList<string> tags)
        => Enumerable.Range(0, tags.Count).All(t =>
            Split(tags[t]) is var (mark, type) && (mark != 'B' || (t > 0 && Split(tags[t - 1]) is var (last, own) && last != 'O' && own == type)));

    private static string[] FromIob1(IReadOnlyList<string> tags)
    {
        var converted = new string[tags.Count];
        for (int t = 0; t < converted.Length; t++)
        {
            var (mark, type) = Split(tags[t]);
            var (last, own) = t > 0 ? Split(tags[t - 1]) : ('O', "");
            converted[t] = mark == 'I' && (last == 'O' || own != type) ? $"B-{type}" : tags[t];
        }

        return converted;
    }

    private static bool IsSpan(string tag) => tag.Length > 2 && tag[1] == '-';

    private static bool IsTag(string tag, bool bioes)
        => tag == Outside || (tag.Length > 2 && tag[1] == '-' && (bioes ? "BIES" : "BI").Contains(tag[0]));

    private static (char Mark, string Type) Split(string tag) => tag.Length > 2 && tag[1] == '-' ? (tag[0], tag[2..]) : ('O', "");
}
