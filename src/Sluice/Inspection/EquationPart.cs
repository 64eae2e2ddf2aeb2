using System.Text;

namespace Sluice.Inspection;

/// <summary>A piece of an equation: a sign, or a term, which knows what it stands for and has parts of its own.</summary>
/// <param name="Id">What it stands for: the number of a node of <see cref="CellDiagram"/>, or the name of a weight; null for a sign.</param>
/// <param name="Text">The sign or the whole text of the term.</param>
/// <param name="Parts">What the term consists of; empty for a name.</param>
public sealed record EquationPart(string? Id, string Text, IReadOnlyList<EquationPart> Parts)
{
    private const char Begin = '\u0001', Middle = '\u0002', End = '\u0003';

    internal static string Marked(string id, string text) => $"{Begin}{id}{Middle}{text}{End}";

    /// <summary>The text without marks.</summary>
    internal static string Plain(string marked) => string.Concat(Parse(marked, id => id).Select(p => p.Text));

    /// <summary>Takes a marked text apart; <paramref name="id"/> gives the marks their names.</summary>
    internal static List<EquationPart> Parse(string marked, Func<string, string> id)
    {
        int at = 0;
        return Parse(marked, ref at, id);
    }

    private static List<EquationPart> Parse(string marked, ref int at, Func<string, string> id)
    {
        List<EquationPart> parts = [];
        var sign = new StringBuilder();
        while (at < marked.Length && marked[at] != End)
        {
            if (marked[at] != Begin)
            {
                sign.Append(marked[at++]);
                continue;
            }

            if (sign.Length > 0) parts.Add(new(null, sign.ToString(), []));
            sign.Clear();
            int middle = marked.IndexOf(Middle, at);
            string name = id(marked[(at + 1)..middle]);
            at = middle + 1;
            var inner = Parse(marked, ref at, id);
            at++;
            string text = string.Concat(inner.Select(p => p.Text));

            // A term that is nothing but another one, and a name, have no parts.
            parts.Add(new(name, text, inner is [{ Id: null }] ? [] : inner is [{ Parts: var own } only] && only.Id == name ? own : inner));
        }

        if (sign.Length > 0) parts.Add(new(null, sign.ToString(), []));
        return parts;
    }
}
