namespace Sluice.Studio.Drawing;

/// <summary>A box in its column, or a lane through it, which has no width.</summary>
internal sealed class Place(int column, double width, double height)
{
    public int Column { get; } = column;

    public double Width { get; } = width;

    public double Height { get; } = height;

    public List<Place> Left { get; } = [];

    public List<Place> Right { get; } = [];

    public int Rank { get; set; }

    public double ColumnWidth { get; set; }

    public double X { get; set; }

    public double Y { get; set; }
}
