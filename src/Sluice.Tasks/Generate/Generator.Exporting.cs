using Sluice.Networks;

namespace Sluice.Tasks.Generate;

public sealed partial class Generator : INetworkModel
{
    /// <summary>
    /// Steps [time, batch, numbers] in, as they came; out comes what is told of the step after each: the parameters of its likelihood, over scaled
    /// numbers, and where these are logits of single numbers or of classes, the probabilities. The step before the first is <c>generate.means</c>.
    /// </summary>
    /// <inheritdoc/>
    /// <exception cref="SluiceException">A net with latents, which are drawn.</exception>
    public ExportedNetwork ToNetwork(bool stream = false)
    {
        if (_net is not DeterministicNet plain)
            throw new SluiceException(
                $"Export: expected a generator of the kind plain, got {Options.Kind}, which draws latents in each step; a graph draws nothing.");
        var net = new NetworkBuilder();
        string steps = net.Input("steps", ElementType.Float, "time", "batch", $"{Form.Width}");
        string told = plain.Export(net, net.Scaled(steps, Form.Means.Zip(Form.Scales)), stream);
        net.Output("parameters", told, ElementType.Float, "time", "batch", $"{_likelihood.Outputs}");
        if (Options.Likelihood is "bernoulli" or "categorical")
        {
            string p = Options.Likelihood == "bernoulli" ? net.Add("Sigmoid", told) : net.Softmax(told);
            net.Output("probabilities", p, ElementType.Float, "time", "batch", $"{_likelihood.Outputs}");
        }

        return net.ToExported(TaskName, Metadata());
    }
}
