namespace Sluice.Networks.Operators;

/// <summary>The window of the last sizes, and the space that it is over: most nets see one size again and again.</summary>
/// <remarks>Any number of threads may ask at once, with sizes of their own.</remarks>
internal sealed class KeptWindow
{
    private volatile Kept? _kept;

    public (Window Window, int[] Over) Of(int[] space, int[] kernel, Func<(Window, int[])> make)
    {
        if (_kept is { } kept && kept.Space.AsSpan().SequenceEqual(space) && kept.Kernel.AsSpan().SequenceEqual(kernel))
            return (kept.Window, kept.Over);
        var (window, over) = make();
        _kept = new(space, kernel, window, over);
        return (window, over);
    }

    private sealed record Kept(int[] Space, int[] Kernel, Window Window, int[] Over);
}
