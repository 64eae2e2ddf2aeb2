using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Sluice.Fuzz;

/// <summary>A model file in which one value of its metadata is another: each value in turn, and for each the same odd ones.</summary>
public static partial class OddSettings
{
    /// <summary>What a value is replaced by.</summary>
    public static IReadOnlyList<string> Values { get; } =
    [
        "0", "1", "-1", "2", "3", "7", "8", "16", "64", "100", "255", "256", "1000", "1001", "4096", "65535", "65536", "1000000", "2147483647",
        "2147483648",
        "4294967296", "9007199254740993", "9223372036854775807", "9223372036854775808", "18446744073709551615", "18446744073709551616", "0.5", "-0.5",
        "-0", "1e-9",
        "1e-45", "1e-320", "0.9999999", "1.0000001", "1e9", "1e30", "1e38", "1e39", "1e308", "1e999", "true", "false", "null", "\"\"", "\"x\"",
        "\"\\ud800\"", "\"lstm+zoneout:2\"",
        "\"0.5,0.5\"", "[]", "{}", "[1,2,3]",
    ];

    /// <summary>All such files of one.</summary>
    public static IEnumerable<byte[]> Of(byte[] sample)
    {
        int length = (int)BinaryPrimitives.ReadInt64LittleEndian(sample);
        var header = JsonNode.Parse(sample.AsSpan(8, length))!.AsObject();
        if (header["__metadata__"] is not JsonObject metadata) yield break;
        foreach (string key in metadata.Select(m => m.Key).ToArray())
        {
            string text = metadata[key]!.GetValue<string>();
            var places =
                Value().Matches(text).Select(m => m.Groups[1]).Select(g => (g.Index, g.Length)).DefaultIfEmpty((Index: 0, text.Length)).ToArray();
            foreach (var (at, count) in places)
                foreach (string odd in Values)
                {
                    var changed = (JsonObject)header.DeepClone();
                    changed["__metadata__"]![key] = string.Concat(text.AsSpan(0, at), odd, text.AsSpan(at + count));
                    byte[] bytes = JsonSerializer.SerializeToUtf8Bytes(changed), start = new byte[8];
                    BinaryPrimitives.WriteInt64LittleEndian(start, bytes.Length);
                    yield return [.. start, .. bytes, .. sample[(8 + length)..]];
                }
        }
    }

    [GeneratedRegex("""[:\[,]\s*("(?:[^"\\]|\\.)*"|-?[0-9][0-9.eE+-]*|true|false|null)(?=\s*[,\]}])""")]
    private static partial Regex Value();
}
