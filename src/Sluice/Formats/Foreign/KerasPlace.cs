namespace Sluice.Formats.Foreign;

/// <summary>Where an array of Keras belongs, by its path.</summary>
/// <param name="Layer">The layer's name: that of the outermost group that is one, with the models around it before it.</param>
/// <param name="Folder">The group that the array lies in.</param>
/// <param name="Reverse">Whether it is of the backward half of a Bidirectional layer.</param>
/// <param name="Array">kernel, recurrent_kernel or bias.</param>
internal sealed record KerasPlace(string Layer, string Folder, bool Reverse, string Array)
{
    private static readonly string[] s_numbered = ["kernel", "recurrent_kernel", "bias"];

    /// <summary>The place; null where it is no array that recurrent layers have.</summary>
    public static KerasPlace? Of(string path)
    {
        string[] parts = path.Split('/');
        string last = parts[^1].Split(':')[0];
        bool numbered = parts is [.., "vars", "0" or "1" or "2"] && parts.Any(IsCell);
        if (!numbered && !s_numbered.Contains(last)) return null;
        string folder = path[..(path.Length - parts[^1].Length)];
        bool reverse = false;
        List<string> names = [];
        foreach (string part in parts[..^1])
        {
            if (part is "model_weights" or "layers" or "vars" or "" || IsCell(part)) continue;
            if (part.StartsWith("backward_", StringComparison.Ordinal)) reverse = true;
            else if (!part.StartsWith("forward_", StringComparison.Ordinal) && (names.Count == 0 || names[^1] != part)) names.Add(part);
        }

        return new KerasPlace(string.Join('/', names), folder, reverse, numbered ? s_numbered[last[0] - '0'] : last);
    }

    // "cell" in Keras 3, "lstm_cell_3" in Keras 2.
    private static bool IsCell(string part)
        => part == "cell" || part.TrimEnd("0123456789".ToCharArray()).TrimEnd('_').EndsWith("_cell", StringComparison.Ordinal);
}
