using Sluice.Autodiff;
using Sluice.Layers;

namespace Sluice.Inspection;

/// <summary>What <see cref="GradientFlow"/> found in a layer.</summary>
public sealed partial class LayerFlow
{
    private readonly List<double[]> _spectra = [];
    private readonly Dictionary<string, double[,]> _norms = [];
    private readonly int[] _states;

    internal LayerFlow(Recording recording, Recurrent layer, int lags, int batch)
    {
        (Name, _states) = (recording.Name, StepJacobian.StatesOf(layer));
        States = [.. _states.Select(s => layer.Shape.States[s])];
        foreach (string state in States) _norms[state] = new double[lags + 1, batch];
        Gates = GateSaturation.Of(layer.Cell, recording);
    }

    /// <summary>Such as <c>layer 0</c>.</summary>
    public string Name { get; }

    /// <summary>The states that carry gradients; the first is the output.</summary>
    public IReadOnlyList<string> States { get; }

    /// <summary>The gates, which end in the logistic function.</summary>
    public IReadOnlyList<GateSaturation> Gates { get; }

    /// <summary>The singular values of ∂s/∂s⁻ at the last step, from the largest on, of the first few sequences.</summary>
    public IReadOnlyList<double[]> Spectra => _spectra;

    /// <summary>‖∂L/∂state‖ at each lag from 0 on, [lags + 1, B].</summary>
    public double[,] Norms(string state)
        => _norms.TryGetValue(state, out var norms)
            ? norms
            : throw new SluiceException($"{Name}: expected one of {string.Join(", ", States)}, got '{state}'.");

    internal void Add(double[] spectrum) => _spectra.Add(spectrum);

    /// <summary>Takes the gradients of the states of a step, before its own backward run overwrites them.</summary>
    internal void Take(int lag, Tensor[] run, State final)
    {
        for (int i = 0; i < States.Count; i++)
        {
            Tensor? here = run[_states[i]].Gradient, later = final.Values[_states[i]].Gradient;
            for (int b = 0; b < final.Batch; b++)
            {
                double sum = 0;
                for (int u = 0; u < final.Values[_states[i]].Columns; u++)
                {
                    double d = (here is null ? 0 : (double)here[b, u]) + (later is null ? 0 : later[b, u]);
                    sum += d * d;
                }

                _norms[States[i]][lag, b] = Math.Sqrt(sum);
            }
        }
    }
}
