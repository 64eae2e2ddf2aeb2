namespace Sluice.Data.Tables;

/// <summary>What a column holds and how its cells are written: found once, kept with a model, and what new data is then read by.</summary>
/// <param name="Kind">What it holds.</param>
/// <param name="Form">
/// How its numbers or dates are written, by an example of digits (<see cref="NumberForm"/>) or a pattern (<see cref="DateForm"/>); empty
/// where it is to be found, or where there is nothing to say.
/// </param>
public sealed record ColumnForm(ColumnKind Kind, string Form = "")
{
    private static readonly (string Word, ColumnKind Kind)[] s_words =
        [
            ("number", ColumnKind.Number),
            ("date", ColumnKind.Date),
            ("category", ColumnKind.Category),
            ("text", ColumnKind.Text),
            ("id", ColumnKind.Id)
        ];

    /// <summary>The word for a kind: number, date, category, text or id.</summary>
    public static string WordOf(ColumnKind kind) => s_words.First(w => w.Kind == kind).Word;

    /// <summary>Reads <c>KIND</c> or <c>KIND:FORM</c>, such as <c>number:1.234,5</c> or <c>date:d/M/yyyy</c>.</summary>
    /// <exception cref="SluiceException">There is no such kind, or it has no such form.</exception>
    public static ColumnForm Parse(string text)
    {
        int colon = text.IndexOf(':');
        string word = (colon < 0 ? text : text[..colon]).Trim(), form = colon < 0 ? "" : text[(colon + 1)..].Trim();
        if (!s_words.Any(w => w.Word == word))
            throw new SluiceException($"expected a kind of column ({string.Join(", ", s_words.Select(w => w.Word))}), got '{word}'.");
        var kind = s_words.First(w => w.Word == word).Kind;
        if (form.Length > 0)
        {
            if (kind == ColumnKind.Number) _ = NumberForm.Parse(form);
            else if (kind == ColumnKind.Date) _ = DateForm.Parse(form);
            else throw new SluiceException($"expected no form after the kind '{word}', got '{form}'; numbers and dates have one.");
        }

        return new ColumnForm(kind, form);
    }

    /// <summary>As <see cref="Parse"/> reads it.</summary>
    public override string ToString() => Form.Length == 0 ? WordOf(Kind) : $"{WordOf(Kind)}:{Form}";
}
