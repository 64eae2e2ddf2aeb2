namespace Sluice.Files;

/// <summary>Where columns are unpacked: one after the other in the same memory, or each in its own.</summary>
internal sealed class ColumnRoom
{
    private readonly Dictionary<Type, Array> _rooms = [];

    /// <summary>Whether what was unpacked before is still read.</summary>
    public bool IsKept { get; set; }

    /// <summary>Room for so many values, all of them nothing yet.</summary>
    public Memory<T> Of<T>(int count)
    {
        if (IsKept) return new T[count];
        if (!_rooms.TryGetValue(typeof(T), out var room) || room.Length < count) _rooms[typeof(T)] = room = new T[count];
        Array.Clear(room, 0, count);
        return ((T[])room).AsMemory(0, count);
    }
}
