using Sluice.Autodiff;

namespace Sluice.Networks.Operators;

/// <summary>A squashing function of a recurrence, as ONNX names them.</summary>
internal sealed record Activation(string Name, float Alpha, float Beta)
{
    /// <summary>The function of a name; α and β, where it takes them, are the next of the lists, or their usual values.</summary>
    /// <exception cref="SluiceException">No function has the name.</exception>
    public static Activation Of(string name, Queue<float> alpha, Queue<float> beta)
    {
        float Next(Queue<float> list, float usual) => list.TryDequeue(out float value) ? value : usual;
        string known = s_names.FirstOrDefault(n => string.Equals(n, name, StringComparison.OrdinalIgnoreCase))
            ?? throw new SluiceException($"expected an activation of {string.Join(", ", s_names)}, got '{name}'");
        return known switch
        {
            "Affine" => new(known, Next(alpha, 1), Next(beta, 0)),
            "ScaledTanh" => new(known, Next(alpha, 1), Next(beta, 1)),
            "HardSigmoid" => new(known, Next(alpha, 0.2f), Next(beta, 0.5f)),
            "LeakyRelu" => new(known, Next(alpha, 0.01f), 0),
            "ThresholdedRelu" or "Elu" => new(known, Next(alpha, 1), 0),
            _ => new(known, 0, 0),
        };
    }

    private static readonly string[] s_names =
        ["Sigmoid", "Tanh", "Relu", "Affine", "LeakyRelu", "ThresholdedRelu", "ScaledTanh", "HardSigmoid", "Elu", "Softsign", "Softplus"];

    /// <summary>f(x), x first held within ±clip where that is not 0.</summary>
    public Value Run(Tape tape, Value x, float clip)
    {
        if (clip > 0) x = Elementwise.Of<Clip>(tape, x, -clip, clip);
        return Name switch
        {
            "Sigmoid" => Elementwise.Of<Sigmoid>(tape, x, 0, 0),
            "Tanh" => Elementwise.Of<TanhOf>(tape, x, 0, 0),
            "Relu" => Elementwise.Of<LeakyRelu>(tape, x, 0, 0),
            "LeakyRelu" => Elementwise.Of<LeakyRelu>(tape, x, Alpha, 0),
            "ThresholdedRelu" => Elementwise.Of<ThresholdedRelu>(tape, x, Alpha, 0),
            "HardSigmoid" => Elementwise.Of<HardSigmoid>(tape, x, Alpha, Beta),
            "Elu" => Elementwise.Of<Selu>(tape, x, Alpha, 1),
            "Softsign" => Elementwise.Of<Softsign>(tape, x, 0, 0),
            "Softplus" => Elementwise.Of<Softplus>(tape, x, 0, 0),
            "ScaledTanh" => Scaled(tape, Elementwise.Of<TanhOf>(tape, Scaled(tape, x, Beta), 0, 0), Alpha),
            _ => Paired.Run<Addition>(tape, Scaled(tape, x, Alpha), Value.From([Beta])),
        };
    }

    private static Value Scaled(Tape tape, Value x, float factor) => Paired.Run<Multiplication>(tape, x, Value.From([factor]));
}
