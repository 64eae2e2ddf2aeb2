using Sluice.Cells.Graphs;

namespace Sluice.Inspection;

/// <summary>What a gate does in a cell, whatever its letter.</summary>
[Flags]
public enum GateRoles
{
    /// <summary>None of these.</summary>
    None = 0,

    /// <summary>It is multiplied with a state of the step before: how much of it stays (a forget gate).</summary>
    Keeps = 1,

    /// <summary>It is multiplied with something new on its way into a state (an input gate).</summary>
    TakesIn = 2,

    /// <summary>It is multiplied with a state after the step: how much of it is shown (an output gate).</summary>
    Shows = 4,

    /// <summary>It is multiplied with the past on its way into something new (a reset gate).</summary>
    Resets = 8,
}

/// <summary>Finds what the gates of a cell do from where the recorded graph multiplies them.</summary>
public static class CellRoles
{
    /// <summary>The letter of each gate with what it does, in the order of the equations.</summary>
    public static IReadOnlyList<(string Gate, GateRoles Roles)> Of(CellDiagram diagram)
    {
        var gates = CellUnits.Of(diagram).Where(u => u.Kind == CellUnitKind.Gate).ToList();
        HashSet<int> shut = [.. gates.Select(g => g.Node)];
        return [.. gates.GroupBy(g => g.Name).Select(g => (g.Key, g.Aggregate(GateRoles.None, (all, u) => all | Of(diagram, u.Node, shut))))];
    }

    private static GateRoles Of(CellDiagram diagram, int gate, HashSet<int> gates)
    {
        var nodes = diagram.Nodes;
        HashSet<int> afterwards = [.. nodes.Where(n => n.Kind == CellNodeKind.After).Select(n => n.Arguments[0])];

        // 1 − z is the same gate, read the other way round.
        int[] open = [gate, .. Enumerable.Range(0, nodes.Count).Where(n => Is(n, Operation.Subtract) && nodes[n].Arguments is [var one, var of]
            && of == gate && nodes[one].Kind == CellNodeKind.Constant)];
        var roles = GateRoles.None;
        for (int n = 0; n < nodes.Count; n++)
        {
            if (!Is(n, Operation.Multiply) || !nodes[n].Arguments.Any(open.Contains)) continue;
            int other = nodes[n].Arguments.FirstOrDefault(a => !open.Contains(a), -1);
            if (other < 0) continue;
            var (past, fresh, after) = Reads(other);
            roles |= after ? GateRoles.Shows : BecomesNew(n) ? GateRoles.Resets : (past ? GateRoles.Keeps : 0) | (fresh ? GateRoles.TakesIn : 0);
        }

        return roles;

        bool Is(int n, Operation operation) => nodes[n].Kind == CellNodeKind.Operation && nodes[n].Operation == operation;

        (bool Past, bool Fresh, bool After) Reads(int n)
        {
            if (afterwards.Contains(n)) return (false, false, true);
            if (gates.Contains(n)) return default;
            if (nodes[n].Kind == CellNodeKind.Before) return (true, false, false);
            if (nodes[n].Kind is CellNodeKind.Sum or CellNodeKind.Normalised or CellNodeKind.Input or CellNodeKind.Below) return (false, true, false);
            var all = nodes[n].Arguments.Select(Reads).ToList();
            return (all.Any(a => a.Past), all.Any(a => a.Fresh), all.Any(a => a.After));
        }

        // Whether what is made goes into a sum or a squashing function before it comes to a state.
        bool BecomesNew(int from)
        {
            if (afterwards.Contains(from)) return false;
            var readers = Enumerable.Range(0, nodes.Count).Where(n => nodes[n].Arguments.Contains(from)).ToList();
            return readers.Count > 0 && readers.All(n => nodes[n].Kind switch
            {
                CellNodeKind.Sum or CellNodeKind.Normalised => true,
                CellNodeKind.Operation when nodes[n].Operation is Operation.Tanh or Operation.Sigmoid or Operation.Max or Operation.Softplus
                    => !afterwards.Contains(n),
                CellNodeKind.Operation => BecomesNew(n),
                _ => false,
            });
        }
    }
}
