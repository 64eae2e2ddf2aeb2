using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Sluice.Cells.Activated;
using Sluice.Cells.Contract;
using Sluice.Cells.Wrappers;

namespace Sluice.Cells;

public static partial class Catalog
{
    /// <summary>A cell whose type is known when compiled, and what it can be wrapped in.</summary>
    private abstract class Entry
    {
        public abstract CellShape Shape { get; }

        public abstract TResult Accept<TResult>(ICellVisitor<TResult> visitor);

        public abstract Entry? Wrap(string wrapper);
    }

    /// <summary>A cell with activations of its own; null where the name is none of these. It is wrapped in nothing.</summary>
    private static Entry? Activated(string name)
    {
        if (!RuntimeFeature.IsDynamicCodeSupported || !name.Contains('(')) return null;
        if (s_activated.TryGetValue(name, out var known)) return known;
        return ActivatedCells.TypeOf(name) is { } cell ? s_activated.GetOrAdd(name, Made(cell)) : null;
    }

    [RequiresDynamicCode("Puts types together.")]
    [UnconditionalSuppressMessage("Trimming", "IL2055", Justification = "An entry is made by its constructor alone.")]
    [UnconditionalSuppressMessage("Trimming", "IL2071", Justification = "An entry is made by its constructor alone.")]
    private static Entry Made(Type cell) => (Entry)Activator.CreateInstance(typeof(Entry<,>).MakeGenericType(cell, typeof(None)))!;

    private static readonly ConcurrentDictionary<string, Entry> s_activated = [];

    private sealed class Entry<TCell> : Entry<TCell, Room<Room<Room<None>>>> where TCell : struct, ICell;

    private class Entry<TCell, TRoom> : Entry where TCell : struct, ICell where TRoom : struct, IRoom
    {
        public override CellShape Shape => TCell.Shape;

        public override TResult Accept<TResult>(ICellVisitor<TResult> visitor) => visitor.Visit<TCell>();

        public override Entry? Wrap(string wrapper) => Features.Wrappers ? TRoom.Wrap<TCell>(wrapper) : null;
    }

    /// <summary>How many wrappers may still come around a cell: a type, so that a compiler ahead of time knows where they end.</summary>
    private interface IRoom
    {
        static abstract Entry? Wrap<TCell>(string wrapper) where TCell : struct, ICell;
    }

    private readonly struct None : IRoom
    {
        public static Entry? Wrap<TCell>(string wrapper) where TCell : struct, ICell => null;
    }

    private readonly struct Room<TRest> : IRoom where TRest : struct, IRoom
    {
        public static Entry? Wrap<TCell>(string wrapper) where TCell : struct, ICell => wrapper switch
        {
            "clip" => new Entry<Clipped<TCell>, TRest>(),
            "layernorm" => new Entry<Normalised<TCell>, TRest>(),
            "zoneout" => new Entry<Zoneout<TCell>, TRest>(),
            _ => null,
        };
    }
}
