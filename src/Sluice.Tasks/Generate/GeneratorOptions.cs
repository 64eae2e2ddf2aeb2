using Sluice.Tasks.Settings;

namespace Sluice.Tasks.Generate;

/// <summary>The form and the sizes of a net that generates, and how it learns.</summary>
public sealed record GeneratorOptions
{
    /// <summary>The net: <c>vrnn</c> (Chung et al. 2015), <c>storn</c> (Bayer and Osendorfer 2014), <c>draw</c> for images (Gregor et al. 2015), or
    /// <c>plain</c>, without latents.</summary>
    public string Kind { get; init; } = "vrnn";

    /// <summary>What the output says of a step; <c>auto</c> by what the data is.</summary>
    public string Likelihood { get; init; } = "auto";

    /// <summary>Gaussians of a mixture.</summary>
    public int Components { get; init; } = 20;

    /// <summary>The name of a cell of the catalog.</summary>
    public string Cell { get; init; } = "lstm";

    /// <summary>Units of a recurrent layer.</summary>
    public int Hidden { get; init; } = 128;

    /// <summary>Recurrent layers.</summary>
    public int Layers { get; init; } = 1;

    /// <summary>DRAW: glimpses in which an image is drawn, up to 1000.</summary>
    public int Glimpses { get; init; } = 10;

    /// <summary>DRAW: whether it reads and writes through windows.</summary>
    public bool Attention { get; init; }

    /// <summary>DRAW with attention: filters along each side of the window that reads, up to 100.</summary>
    public int Read { get; init; } = 5;

    /// <summary>DRAW with attention: filters along each side of the window that writes, up to 100.</summary>
    public int Write { get; init; } = 5;

    /// <summary>Latent numbers of a step; for DRAW of a glimpse.</summary>
    public int Latents { get; init; } = 16;

    /// <summary>Units of the features of x and z, and of the hidden layers of prior, encoder and decoder.</summary>
    public int Features { get; init; } = 128;

    /// <summary>The prior: <c>learned</c> from the steps before, <c>standard</c>, or <c>auto</c> for what the paper of the net has.</summary>
    public string Prior { get; init; } = "auto";

    /// <summary>The share of values hidden in training before the output.</summary>
    public double Dropout { get; init; }

    /// <summary>Epochs over which the weight of the divergence rises from 0 to 1.</summary>
    public int DivergenceWarmUp { get; init; }

    /// <summary>Nats a step of each latent that cost nothing.</summary>
    public double FreeBits { get; init; }

    /// <summary>Sequences trained side by side.</summary>
    public int Batch { get; init; } = 16;

    /// <summary>The seed of the initial weights, the order of sequences and all noise.</summary>
    public ulong Seed { get; init; } = 1;

    internal bool HasLearnedPrior => Prior == "learned" || (Prior == "auto" && Kind == "vrnn");

    /// <summary>The settings.</summary>
    public static SettingList<GeneratorOptions> Settings { get; } = new(
    [
        Setting<GeneratorOptions>.Choice(
            "model.kind", "the net; draw is for images, plain has no latents", ["vrnn", "storn", "draw", "plain"], o => o.Kind,
            (o, v) => o with { Kind = v }),
        Setting<GeneratorOptions>.Choice(
            "model.likelihood", "what the output says of a step; auto by what the data is", ["auto", .. Generate.Likelihood.Names],
            o => o.Likelihood, (o, v) => o with { Likelihood = v }),
        Setting<GeneratorOptions>.Integer(
            "model.components", "Gaussians of a mixture, up to 1000", 1, o => o.Components, (o, v) => o with { Components = (int)v }),
        Setting<GeneratorOptions>.Cell("model.cell", o => o.Cell, (o, v) => o with { Cell = v }),
        Setting<GeneratorOptions>.Integer("model.hidden", "units of a recurrent layer", 1, o => o.Hidden, (o, v) => o with { Hidden = (int)v }),
        Setting<GeneratorOptions>.Integer("model.layers", "recurrent layers", 1, o => o.Layers, (o, v) => o with { Layers = (int)v }),
        Setting<GeneratorOptions>.Integer(
            "model.glimpses", "draw: glimpses in which an image is drawn, up to 1000", 1, o => o.Glimpses, (o, v) => o with { Glimpses = (int)v }),
        Setting<GeneratorOptions>.Flag(
            "model.attention", "draw: read and write through windows of Gaussian filters", o => o.Attention, (o, v) => o with { Attention = v }),
        Setting<GeneratorOptions>.Integer(
            "model.read", "draw with attention: filters along each side of the window that reads, up to 100", 1, o => o.Read,
            (o, v) => o with { Read = (int)v }),
        Setting<GeneratorOptions>.Integer(
            "model.write", "draw with attention: filters along each side of the window that writes, up to 100", 1, o => o.Write,
            (o, v) => o with { Write = (int)v }),
        Setting<GeneratorOptions>.Integer(
            "model.latents", "latent numbers of a step, or of a glimpse", 1, o => o.Latents, (o, v) => o with { Latents = (int)v }),
        Setting<GeneratorOptions>.Integer(
            "model.features", "vrnn: units of the features of x and z, and of the hidden layers of prior, encoder and decoder", 1, o => o.Features,
            (o, v) => o with { Features = (int)v }),
        Setting<GeneratorOptions>.Choice(
            "model.prior", "the prior of the latents: from the steps before, or the standard normal; auto is learned for vrnn, standard for storn",
            ["auto", "learned", "standard"], o => o.Prior, (o, v) => o with { Prior = v }),
        Setting<GeneratorOptions>.Number(
            "model.dropout", "the share of values hidden in training before the output", 0, 0.999, o => o.Dropout, (o, v) => o with { Dropout = v }),
        Setting<GeneratorOptions>.Integer(
            "training.divergence_warm_up", "epochs over which the weight of the divergence rises from 0 to 1", 0, o => o.DivergenceWarmUp,
            (o, v) => o with { DivergenceWarmUp = (int)v }),
        Setting<GeneratorOptions>.Number(
            "training.free_bits", "nats a step of each latent that cost nothing, so that the latents are used", 0, 100, o => o.FreeBits,
            (o, v) => o with { FreeBits = v }),
        Setting<GeneratorOptions>.Integer("training.batch", "sequences trained side by side", 1, o => o.Batch, (o, v) => o with { Batch = (int)v }),
        Setting<GeneratorOptions>.Integer(
            "training.seed", "the seed of every random number", 0, o => (long)o.Seed, (o, v) => o with { Seed = (ulong)v }),
    ]);
}
