using Sluice.Autodiff;
using Sluice.Cells;
using Sluice.Cells.Contract;
using Sluice.Inspection;
using Sluice.Layers;

namespace Sluice.Tests.Inspection;

/// <summary>The data flow of a cell: its values are those of the cell, its terms are its nodes.</summary>
public class CellDiagramTests
{
    private const double X = 0.5, Below = 0.25;

    public static TheoryData<string> Cells => [.. Catalog.BuiltIn, "lstm+clip:0.1", "gru+zoneout:0.2", "rnn+zoneout:0.1+clip:0.2"];

    [Theory]
    [MemberData(nameof(Cells))]
    public void A_step_node_by_node_is_the_step_of_the_cell(string cell)
    {
        var diagram = CellDiagram.Of(cell);
        bool normalised = diagram.Shape.Blocks.Any(b => b.Has(Feeds.Normalised));
        int units = Clock.UnitsAtLeast(diagram.Shape);
        var unit = new Recurrent("unit", "l0", cell, units, units, 7);
        var state = new State(cell, 1, units);
        var given = new Dictionary<string, double> { ["x"] = X };
        for (int s = 0; s < state.Values.Length; s++)
        {
            if (s == diagram.Shape.Clock?.Counter) continue;
            state.Values[s][0, 0] = 0.3f - 0.2f * s;
            string key = diagram.Shape.States[s] + "⁻";
            if (diagram.Nodes.Any(n => n.Key == key)) given[key] = state.Values[s][0, 0];
        }

        Tensor x = new(1, units), below = new(1, units);
        (x[0, 0], below[0, 0]) = ((float)X, (float)Below);
        if (diagram.Nodes.Any(n => n.Kind == CellNodeKind.Below)) given["c↓"] = Below;
        var values = diagram.Evaluate(given, 7);
        Assert.All(values.Nodes, v => Assert.True(double.IsFinite(v)));
        if (normalised) return;
        unit.StepAbove(x, state, diagram.Shape.ReadsBelow ? below : null);
        foreach (var (node, value) in diagram.Nodes.Zip(values.Nodes).Where(n => n.First.Kind == CellNodeKind.After))
            Assert.Equal(state[node.Name][0, 0], value, 1e-5);
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Every_term_is_a_node_or_a_weight_and_says_what_the_equations_say(string cell)
    {
        var diagram = CellDiagram.Of(cell);
        var weights = diagram.Evaluate(new Dictionary<string, double>()).Weights;
        Assert.Equal(CellEquations.Text(cell), diagram.Equations.Select(e => string.Concat(e.Select(p => p.Text))));
        foreach (var term in diagram.Equations.SelectMany(e => e).SelectMany(All).Where(p => p.Id is not null))
            Assert.True(weights.ContainsKey(term.Id!)
                || (int.TryParse(term.Id, out int node) && node >= 0 && node < diagram.Nodes.Count) || term.Id![0] is 'm', term.Id);
        Assert.All(diagram.Nodes.Select((n, i) => (n, i)), n => Assert.All(n.n.Arguments, a => Assert.InRange(a, 0, n.i - 1)));

        static IEnumerable<EquationPart> All(EquationPart part) => part.Parts.SelectMany(All).Prepend(part);
    }

    [Fact]
    public void What_is_given_is_held_and_flows_on()
    {
        var diagram = CellDiagram.Of("lstm");
        var values = diagram.Evaluate(new Dictionary<string, double> { ["i"] = -50, ["f"] = 50, ["c⁻"] = 0.7, ["o"] = 0 });
        double At(string name) => values.Nodes[diagram.Nodes.ToList().FindIndex(n => n.Kind == CellNodeKind.After && n.Name == name)];
        Assert.Equal(0.7, At("c"), 12);
        Assert.Equal(0.5 * Math.Tanh(0.7), At("h"), 12);
    }

    [Fact]
    public void A_normalised_value_passes_as_it_is()
    {
        var diagram = CellDiagram.Of("lstm-layernorm");
        var given = diagram.Nodes.Where(n => n.Kind == CellNodeKind.Sum).ToDictionary(n => n.Key!, _ => 0.0);
        given["fx"] = 0.4;
        given["c⁻"] = 0.5;
        double c = 0.5 / (1 + Math.Exp(-1.4)), h = 0.5 * Math.Tanh(c);
        var values = diagram.Evaluate(given);
        Assert.Equal(h, values.Nodes[diagram.Nodes.ToList().FindIndex(n => n.Kind == CellNodeKind.After && n.Name == "h")], 12);
    }

    [Theory]
    [InlineData("nothing", 1, "got 'nothing'")]
    [InlineData("x", double.NaN, "finite")]
    public void A_wrong_value_is_said(string key, double value, string expected)
        => Assert.Contains(
            expected, Assert.Throws<SluiceException>(() => CellDiagram.Of("gru").Evaluate(new Dictionary<string, double> { [key] = value })).Message);
}
