using Sluice.Cells;
using Sluice.Inspection;

namespace Sluice.Tests.Inspection;

/// <summary>Two cells side by side: only what the other has no match for is told, by shape and not by letters.</summary>
public class CellDifferenceTests
{
    /// <summary>A pair, and its equations that have a difference, which stands in «».</summary>
    public static TheoryData<string, string, string[], string[]> Pairs => new()
    {
        { "lstm", "lstm", [], [] },
        { "lstm", "lstm-peephole", [],
        [
            "i = σ(«pi⊙c⁻» + (Wi x + Ri h⁻ + bi))",
            "f = σ(«pf⊙c⁻» + (Wf x + Rf h⁻ + bf))",
            "o = σ(«po⊙c» + (Wo x + Ro h⁻ + bo))"
        ] },
        { "lstm", "gru",
        [
            "«o» = «σ(Wo x + Ro h⁻ + bo)»",
            "«c» = «f⊙c⁻ + i⊙g»",
            "«h» = «o⊙tanh(c)»"
        ], ["n = tanh(«r⊙(»Rn′ h⁻« + bn′)» + (Wn x + bn))", "«h» = «z⊙(h⁻ − n) + n»"] },
        { "lstm", "lstm-coupled", ["«f» = «σ(Wf x + Rf h⁻ + bf)»", "c = «f»⊙c⁻ + i⊙g"], ["c = «(1 − i)»⊙c⁻ + i⊙g"] },
        { "lstm", "lstm-1997", ["«f» = «σ(Wf x + Rf h⁻ + bf)»", "c = «f»⊙c⁻ + i⊙g"], ["c = «1»⊙c⁻ + i⊙g"] },
        { "lstm", "lstm-grid", ["h = o⊙«tanh(»c«)»"], ["h = «tanh(»o⊙c«)»"] },
        { "lstm", "lstm-projected", [], ["«h» = «Qp q + bp»"] },
        { "lstm", "lstm+zoneout", [], ["«c» = «m_zone_c⊙(c⁻ − new_c) + new_c»", "«h» = «m_zone_h⊙(h⁻ − new_h) + new_h»"] },
        { "lstm", "rnn",
        [
            "«i» = «σ(Wi x + Ri h⁻ + bi)»",
            "«f» = «σ(Wf x + Rf h⁻ + bf)»",
            "«o» = «σ(Wo x + Ro h⁻ + bo)»",
            "«c» = «f⊙c⁻ + i⊙g»",
            "«h» = «o⊙tanh(c)»"
        ], [] },
        { "lstm", "ran", ["g = «tanh(»Wg x + «Rg h⁻» + bg«)»", "«o» = «σ(Wo x + Ro h⁻ + bo)»", "h = «o⊙»tanh(c)"], [] },
        { "rnn", "rnn-relu", ["h = «tanh(»Wh x + Rh h⁻ + bh«)»"], ["h = «max(0, »Wh x + Rh h⁻ + bh«)»"] },
        { "rnn", "jordan", [], ["«y» = «tanh(Qy q + by)»"] },
        { "rnn", "clockwork", [], ["«n» = «n⁻ + 1»"] },
        { "gru", "gru-before", ["n = tanh(«r⊙(»Rn′ «h⁻ + bn′)» + (Wn x + bn))"], ["«q» = «r⊙h⁻»", "n = tanh(Wn x + Qn «q» + bn)"] },
        { "gru", "gru+clip", [], ["h = «max(−limit, min(limit, »z⊙(h⁻ − n) + n«))»"] },
        { "rhn", "rhn-2", ["«g3» = «tanh(Qg3 q′ + bg3)»", "«t3» = «σ(Qt3 q′ + bt3)»", "«h» = «t3⊙(g3 − s2) + s2»"], [] },
    };

    [Theory]
    [MemberData(nameof(Pairs))]
    public void OnlyWhatDiffersIsMarked(string first, string second, string[] here, string[] there)
    {
        CellDiagram a = CellDiagram.Of(first), b = CellDiagram.Of(second);
        var (inFirst, inSecond) = CellDifference.Between(a, b);
        Assert.Equal(here, Marked(a, inFirst));
        Assert.Equal(there, Marked(b, inSecond));
    }

    [Fact]
    public void GatesAndWhatStandsForThemAreCounted()
    {
        var (lstm, gru) = CellDifference.Between(CellDiagram.Of("lstm"), CellDiagram.Of("gru"));
        Assert.Equal(["i", "f", "o"], lstm.Gates);
        Assert.Equal(["r", "z"], gru.Gates);
        Assert.Equal([("i", "r", true), ("f", "z", true), ("g", "n", false)], lstm.Alike);
        Assert.Equal([("o", CellUnitKind.Gate), ("c", CellUnitKind.Path), ("h", CellUnitKind.Path)], lstm.Only);
        Assert.Equal([("h", CellUnitKind.Path)], gru.Only);
        Assert.Equal(["f", "i", "o"], CellDifference.Between(CellDiagram.Of("lstm-layernorm"), CellDiagram.Of("lstm")).First.Gates);
    }

    [Fact]
    public void NoCellDiffersFromItselfAndAnyTwoCanBeCompared()
    {
        foreach (string cell in Catalog.BuiltIn)
        {
            CellDiagram here = CellDiagram.Of(cell), there = CellDiagram.Of(cell);
            var (first, second) = CellDifference.Between(here, there);
            Assert.Empty(first.Only);
            Assert.Empty(Marked(here, first).Concat(Marked(there, second)));
            foreach (string other in new[] { "lstm", "gru", "rnn", "lstm-full-gates+layernorm+zoneout" })
                CellDifference.Between(CellDiagram.Of(cell), CellDiagram.Of(other));
        }
    }

    private static string[] Marked(CellDiagram diagram, CellDifference difference)
        => [.. diagram.Equations.Select(e => string.Concat(e.Select(p => p.Id is null ? p.Text : Marked(p, difference)))
            .Replace("»«", "").Replace("» «", " ")).Where(l => l.Contains('«'))];

    private static string Marked(EquationPart part, CellDifference difference)
    {
        string Signed(string text, bool differs) => differs ? $"«{text}»" : text;
        return part.Parts.Count == 0
            ? Signed(part.Text, difference.Differs(part))
            : string.Concat(part.Parts.Select(p => p.Id is null ? Signed(p.Text, difference.Differs(part) && p.Text != " ") : Marked(p, difference)));
    }
}
