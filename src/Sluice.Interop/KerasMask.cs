using Sluice.Networks;

namespace Sluice.Interop;

/// <summary>Masks [batch, time] of truth values: which steps count.</summary>
internal static class KerasMask
{
    /// <summary>How many steps count in each sequence.</summary>
    public static string Lengths(NetworkBuilder net, string mask) => net.Reduce("ReduceSum", net.Cast(mask, ElementType.Int64), 1);

    /// <summary>The steps that count one after the other, from the first on; zeros behind them.</summary>
    public static string Together(NetworkBuilder net, string x, string mask)
    {
        string time = net.Dimension(x, 1), more = net.Add("Add", time, net.Integers(1));
        string shape = net.Concat(0, net.Dimension(x, 0), more, net.Dimension(x, 2));

        // What does not count goes into a row behind the last, which is cut off.
        string place = net.Add("Where", mask, net.Add("Sub", Count(net, mask), net.Whole(1)), time);
        string empty = net.Add("ConstantOfShape", [shape], 1, ("value", Value.From([0f], 1)))[0];
        string put = net.Add("ScatterElements", [empty, Spread(net, place, x), x], 1, ("axis", 1L))[0];
        return net.Add("Slice", put, net.Integers(0), time, net.Integers(1));
    }

    /// <summary>
    /// Outputs of the steps that count at their places again; others repeat the one before, or, backward, the one after; 0 where there is none.
    /// </summary>
    public static string Apart(NetworkBuilder net, string y, string mask, bool backward)
    {
        string none = net.Add("Mul", net.Slice(y, 1, 0, 1), net.Number(0));
        string counted = Count(net, mask);
        string rows = backward ? net.Concat(1, y, none) : net.Concat(1, none, y);
        string place = backward ? net.Add("Where", mask, net.Add("Sub", counted, net.Whole(1)), counted) : counted;
        return net.Add("GatherElements", [rows, Spread(net, place, y)], 1, ("axis", 1L))[0];
    }

    private static string Count(NetworkBuilder net, string mask) => net.Add("CumSum", net.Cast(mask, ElementType.Int64), net.Whole(1));

    private static string Spread(NetworkBuilder net, string places, string like)
        => net.Add("Expand", net.Unsqueeze(places, -1), net.Add("Shape", like));
}
