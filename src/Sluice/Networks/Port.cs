namespace Sluice.Networks;

/// <summary>An input or an output of a <see cref="Models.Network"/>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">What its elements are.</param>
/// <param name="Shape">Its dimensions, each a number, a name such as "batch" for one that is free, or "" ; null where nothing is known.</param>
public sealed record Port(string Name, ElementType Type, IReadOnlyList<string>? Shape)
{
    /// <summary>The name, type and dimensions, such as "x: Float [batch, 16]".</summary>
    public override string ToString() => $"{Name}: {Type}{(Shape is null ? "" : $" [{string.Join(", ", Shape.Select(d => d == "" ? "?" : d))}]")}";

    /// <summary>Whether a value has this type and as many dimensions of these sizes.</summary>
    internal bool Takes(Value value)
    {
        if (value.Type != Type && !(value.IsFloat && Type.IsFloat())) return false;
        if (Shape is null) return true;
        if (Shape.Count != value.Shape.Length) return false;
        for (int d = 0; d < Shape.Count; d++)
            if (int.TryParse(Shape[d], out int size) && size != value.Shape[d]) return false;
        return true;
    }
}
