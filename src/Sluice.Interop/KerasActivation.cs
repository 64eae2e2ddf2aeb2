using System.Text.Json;

namespace Sluice.Interop;

/// <summary>The activation functions of Keras, as operators, and as ONNX names them within a recurrence.</summary>
internal static class KerasActivation
{
    private const float SeluAlpha = 1.6732632f, SeluScale = 1.0507010f;

    /// <summary>f(x), f being the layer's activation.</summary>
    public static string Run(KerasScope scope, string x, int rank)
        => scope.Function("activation") is var (name, config) ? Run(scope, x, rank, name, config) : x;

    /// <summary>f(x) of a function by its name, which in Keras is that of a layer too.</summary>
    public static string Run(KerasScope scope, string x, int rank, string name, JsonElement config)
    {
        var net = scope.Net;
        double Number(string usual, string older, double otherwise)
            => config.ValueKind != JsonValueKind.Object ? otherwise
                : config.TryGetProperty(usual, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble()
                : config.TryGetProperty(older, out value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : otherwise;
        string With(string op, params (string, object)[] attributes) => net.Add(op, [x], 1, attributes)[0];
        string Held(string value, double most) => net.Clip(value, 0, (float)most);
        switch (name)
        {
            case "linear": return x;
            case "relu": return net.Add("Relu", x);
            case "ReLU":
                if (Number("threshold", "threshold", 0) != 0) throw scope.Bad("ReLU with a threshold is not read");
                string rectified = With("LeakyRelu", ("alpha", (float)Number("negative_slope", "alpha", 0)));
                double most = Number("max_value", "max_value", double.NaN);
                return double.IsNaN(most) ? rectified : net.Add("Min", rectified, net.Number((float)most));
            case "relu6": return Held(x, 6);
            case "sigmoid": return net.Add("Sigmoid", x);
            case "tanh": return net.Add("Tanh", x);
            case "softmax" or "Softmax":
                if (Number("axis", "axis", -1) is var axis && axis != -1 && axis != rank - 1)
                    throw scope.Bad("softmax along another dimension than the last is not read");
                return net.Softmax(x);
            case "log_softmax": return With("LogSoftmax", ("axis", -1L));
            case "elu" or "ELU": return With("Elu", ("alpha", (float)Number("alpha", "alpha", 1)));
            case "selu": return With("Selu", ("alpha", SeluAlpha), ("gamma", SeluScale));
            case "softplus": return net.Add("Softplus", x);
            case "softsign": return net.Add("Softsign", x);
            case "exponential": return net.Add("Exp", x);
            case "swish" or "silu": return net.Add("Mul", x, net.Add("Sigmoid", x));
            case "gelu": return net.Add("Gelu", x);
            case "mish": return net.Add("Mish", x);
            case "hard_sigmoid": return With("HardSigmoid", ("alpha", Slope(scope)), ("beta", 0.5f));
            case "hard_silu" or "hard_swish": return net.Add("Mul", x, With("HardSigmoid", ("alpha", 1f / 6), ("beta", 0.5f)));
            case "leaky_relu" or "LeakyReLU":
                return With("LeakyRelu", ("alpha", (float)Number("negative_slope", "alpha", name == "LeakyReLU" ? 0.3 : 0.2)));
            default: throw scope.Bad($"the activation '{name}' is not read");
        }
    }

    /// <summary>What ONNX calls an activation within a recurrence, with α and β where it has them.</summary>
    public static (string Name, float[] Alpha, float[] Beta) Named(KerasScope scope, string key, string usual)
    {
        string name = scope.Function(key)?.Name ?? (scope.Entry.Config.TryGetProperty(key, out _) ? "linear" : usual);
        return name switch
        {
            "tanh" => ("Tanh", [], []),
            "sigmoid" => ("Sigmoid", [], []),
            "relu" => ("Relu", [], []),
            "linear" => ("Affine", [1], [0]),
            "hard_sigmoid" => ("HardSigmoid", [Slope(scope)], [0.5f]),
            "softsign" => ("Softsign", [], []),
            "softplus" => ("Softplus", [], []),
            "elu" => ("Elu", [1], []),
            "leaky_relu" => ("LeakyRelu", [0.2f], []),
            _ => throw scope.Bad($"the activation '{name}' is not read within a recurrence"),
        };
    }

    /// <summary>hard_sigmoid rises by 0.2 in Keras 2 and by 1/6 from Keras 3 on.</summary>
    private static float Slope(KerasScope scope) => scope.Network.IsThird ? 1f / 6 : 0.2f;
}
