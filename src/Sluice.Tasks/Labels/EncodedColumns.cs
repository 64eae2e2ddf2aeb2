using Sluice.Data.Tables;
using Sluice.Networks;

namespace Sluice.Tasks.Labels;

/// <summary>The columns of a table as inputs of a network, which makes vectors of them itself.</summary>
internal static class EncodedColumns
{
    /// <summary>
    /// An input for each column, named after it behind what the columns are: numbers as they are (not a number where one is missing), categories as
    /// their place among those that were learned (-1 for others), and dates as the entries that the metadata name, since ONNX has no dates.
    /// </summary>
    /// <param name="net">Where the operations go.</param>
    /// <param name="encoder">What was learned about the columns.</param>
    /// <param name="role">What the columns are, such as "known".</param>
    /// <param name="shape">The dimensions of an input, such as time and batch.</param>
    /// <returns>The vectors [shape, width]; none where there are no columns.</returns>
    public static IEnumerable<string> Read(NetworkBuilder net, TableEncoder encoder, string role, params string[] shape)
        => encoder.Columns.SelectMany(column => Read(net, column, $"{role}.{column.Name}", shape));

    private static IEnumerable<string> Read(NetworkBuilder net, ColumnEncoding column, string name, string[] shape)
    {
        switch (column)
        {
            case NumberEncoding number:
                string x = net.Unsqueeze(net.Input(name, ElementType.Float, shape), -1);
                yield return net.Known(net.Scaled(x, [(number.Scaler.Offset, number.Scaler.Scale)]), net.Number(0));
                if (number.HasMissingFlag) yield return net.Cast(net.Add("IsNaN", x), ElementType.Float);
                break;
            case CategoryEncoding category:
                yield return OneHot(net, net.Input(name, ElementType.Int64, shape), category.Width);
                break;
            default:
                yield return net.Input(name, ElementType.Float, [.. shape, $"{column.Width}"]);
                break;
        }
    }

    /// <summary>1 at the place that a whole number names, and 0 elsewhere; all 0 for -1.</summary>
    public static string OneHot(NetworkBuilder net, string places, int width)
    {
        string all = net.Integers([.. Enumerable.Range(0, width).Select(k => (long)k)]);
        return net.Cast(net.Add("Equal", net.Unsqueeze(places, -1), all), ElementType.Float);
    }
}
