using Sluice.Inspection;
using Sluice.Tasks.Text;

namespace Sluice.Studio.Views.Inside;

/// <summary>What is told of a feature: of classes the share that is right, of a number R².</summary>
internal sealed record ToldAnswer(double Value, double? Margin, double? Balanced)
{
    public static ToldAnswer Of(BlockFigure figure, BlockFigure? balanced)
        => new(figure.Value, double.IsFinite(figure.Margin) ? figure.Margin : null, balanced?.Value);
}

/// <summary>What so many of the last symbols tell without the net.</summary>
internal sealed record BaselineAnswer(int Symbols, ToldAnswer Told);

/// <summary>What a linear probe reads off a state.</summary>
internal sealed record StateAnswer(int Layer, string Value, int Units, ToldAnswer Told);

/// <summary>What a unit tells by itself: its balanced accuracy on the later part, or its correlation.</summary>
internal sealed record UnitAnswer(int Layer, string Value, int Unit, string? Class, bool Above, float Threshold, double? Score);

/// <summary>What the states of a model tell of a feature of the text.</summary>
internal sealed record ProbeAnswer(
    IReadOnlyList<string> Classes, int Learned, int Tested, IReadOnlyList<string> Notes, IReadOnlyList<BaselineAnswer> Baselines,
    IReadOnlyList<StateAnswer> States, IReadOnlyList<UnitAnswer> Units)
{
    public static ProbeAnswer Of(SymbolLabels labels, TextProbe probe) => new(
        probe.Classes, probe.Learned, probe.Tested, labels.Notes,
        [.. probe.Baselines.Select(b => new BaselineAnswer(b.Symbols, ToldAnswer.Of(b.Figure, b.Balanced)))],
        [.. probe.States.Select(s => new StateAnswer(s.Layer, s.State, s.Units, ToldAnswer.Of(s.Figure, s.Balanced)))],
        [.. probe.Units.Select(u => new UnitAnswer(
            u.Layer, u.State, u.Learned.Unit, u.Learned.Class is { } k ? probe.Classes[k] : null, u.Learned.Above, u.Learned.Threshold,
            double.IsFinite(u.Tested.Score) ? u.Tested.Score : null))]);
}
