using Sluice.Inspection;

namespace Sluice.Tests.Inspection;

/// <summary>What gates do is found from where they multiply, not from their letters.</summary>
public class CellRolesTests
{
    [Theory]
    [InlineData("lstm", "i:TakesIn f:Keeps o:Shows")]
    [InlineData("lstm-peephole", "i:TakesIn f:Keeps o:Shows")]
    [InlineData("lstm-coupled", "i:Keeps, TakesIn o:Shows")]
    [InlineData("lstm-no-output-gate", "i:TakesIn f:Keeps")]
    [InlineData("gru", "r:Resets z:Keeps, TakesIn")]
    [InlineData("gru-before", "r:Resets z:Keeps, TakesIn")]
    [InlineData("janet", "f:Keeps, TakesIn")]
    [InlineData("ugrnn", "z:Keeps, TakesIn")]
    [InlineData("rnn", "")]
    public void A_gate_does_what_it_is_multiplied_with(string cell, string roles)
        => Assert.Equal(roles, string.Join(' ', CellRoles.Of(CellDiagram.Of(cell)).Select(g => $"{g.Gate}:{g.Roles}")));

    [Fact]
    public void Every_gate_of_the_catalog_that_is_an_lstm_or_a_gru_has_something_to_do()
    {
        foreach (string cell in Sluice.Cells.Catalog.BuiltIn.Where(c => c.StartsWith("lstm", StringComparison.Ordinal) || c.Contains("gru", StringComparison.Ordinal)))
            Assert.All(CellRoles.Of(CellDiagram.Of(cell)), g => Assert.True(g.Roles != GateRoles.None, $"{cell}: {g.Gate}"));
    }
}
