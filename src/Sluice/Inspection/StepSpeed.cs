using System.Diagnostics;
using Sluice.Autodiff;
using Sluice.Layers;

namespace Sluice.Inspection;

/// <summary>How long a live step of a model's recurrent layers takes, measured for several models in turns.</summary>
public static class StepSpeed
{
    private const int Rounds = 61, Warming = 20; // of warming, which lets the runtime compile what it runs often

    /// <summary>
    /// Microseconds of one step of one sequence through all recurrent layers: of the first model the median of many short turns, of each other
    /// that times the median of its ratios to the first in the same round, since whatever else the machine does meanwhile hits neighbouring turns
    /// alike. Null where a model can not be traced, or has no layer that takes steps by itself.
    /// </summary>
    /// <param name="models">Models of the same form.</param>
    /// <param name="seconds">Of each turn.</param>
    public static double[]? Microseconds(IReadOnlyList<ILayer> models, double seconds = 0.005)
    {
        var layers = models.Select(LayersOf).ToArray();
        if (layers.Any(l => l.Count == 0)) return null;
        var steps = layers.Select(all => all.Select(layer => new OneStep(layer)).ToArray()).ToArray();
        var times = models.Select(_ => new List<double>()).ToArray();
        for (int round = -Warming; round < Rounds; round++)
        {
            for (int turn = 0; turn < steps.Length; turn++)
            {
                int m = int.IsEvenInteger(round) ? turn : steps.Length - 1 - turn; // neither is always the one that comes later
                long count = 0, start = Stopwatch.GetTimestamp();
                do
                {
                    foreach (var step in steps[m]) step.Take();
                    count++;
                }
                while (Stopwatch.GetElapsedTime(start).TotalSeconds < seconds);
                if (round >= 0) times[m].Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds / count);
            }
        }

        double first = Median(times[0]);
        return [.. times.Select(t => first * Median(t.Zip(times[0], (own, beside) => own / beside)))];

        static double Median(IEnumerable<double> values) => values.Order().ElementAt(Rounds / 2);
    }

    /// <summary>The recurrent layers of a model, as far as they take steps by themselves.</summary>
    public static IReadOnlyList<Recurrent> LayersOf(ILayer model)
    {
        if (model is not ITraceable net) return [];
        var observer = new LayerObserver();
        net.Trace(new Tape(recording: false) { Observer = observer }, net.Length ?? 2, 1);
        return [.. observer.Layers.Where(l => !l.Shape.ReadsBelow)];
    }

    private sealed class OneStep
    {
        private readonly Recurrent _layer;
        private readonly Tensor _x;
        private readonly State _state;

        public OneStep(Recurrent layer)
        {
            (_layer, _x, _state) = (layer, new Tensor(1, layer.Input), new State(layer.Cell, 1, layer.Hidden));
            for (int c = 0; c < layer.Input; c++) _x[0, c] = MathF.Sin(c);
        }

        public void Take() => _layer.Step(_x, _state);
    }
}
