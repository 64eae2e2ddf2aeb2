using Sluice.Networks;

namespace Sluice.Interop;

/// <summary>Attention and Dot: products of every step with every step.</summary>
internal static class KerasAttention
{
    private const float Nothing = -1e9f;

    /// <summary>softmax(score(q, k)) v; the score is q kᵀ (Luong), or Σ scale · tanh(q + k) of AdditiveAttention (Bahdanau).</summary>
    public static IReadOnlyList<KerasFlow> Run(KerasScope scope, KerasFlow[] inputs, KerasFlow[] states)
    {
        var net = scope.Net;
        if (inputs.Length is not (2 or 3)) throw scope.Bad($"expected query, value and perhaps key, got {inputs.Length} inputs");
        if (scope.Flag("use_causal_mask", false) || scope.Flag("causal", false)) throw scope.Bad("a causal mask is not read");
        KerasFlow query = inputs[0], value = inputs[1], key = inputs.Length == 3 ? inputs[2] : value;
        string scores;
        if (scope.Entry.Class == "AdditiveAttention")
        {
            string mixed = net.Add("Tanh", net.Add("Add", net.Unsqueeze(query.Value, 2), net.Unsqueeze(key.Value, 1)));
            if (scope.Flag("use_scale", true)) mixed = net.Add("Mul", mixed, scope.Weight("scale", 0, -1));
            scores = net.Reduce("ReduceSum", mixed, -1);
        }
        else
        {
            if (scope.Text("score_mode") is not (null or "dot")) throw scope.Bad("a score by 'concat' is not read");
            scores = net.Add("MatMul", query.Value, net.Transpose(key.Value, 0, 2, 1));
            if (scope.Flag("use_scale", false)) scores = net.Add("Mul", scores, scope.Weight("scale", 0));
        }

        if (value.Mask is not null) scores = net.Add("Where", net.Unsqueeze(value.Mask, 1), scores, net.Number(Nothing));
        return [new KerasFlow(net.Add("MatMul", net.Softmax(scores), value.Value), query.Rank, query.Mask)];
    }

    /// <summary>The products of two inputs along one dimension of each.</summary>
    public static IReadOnlyList<KerasFlow> Dot(KerasScope scope, KerasFlow[] inputs, KerasFlow[] states)
    {
        var net = scope.Net;
        if (inputs.Length != 2) throw scope.Bad($"expected two inputs, got {inputs.Length}");
        if (scope.Flag("normalize", false)) throw scope.Bad("normalised products are not read");
        int[] axes = scope.Integers("axes", 2, -1);
        string[] parts = new string[2];
        for (int i = 0; i < 2; i++)
        {
            int rank = inputs[i].Rank, axis = axes[i] < 0 ? axes[i] + rank : axes[i];
            if (rank is not (2 or 3) || axis < 1 || axis >= rank) throw scope.Bad($"the product along dimension {axes[i]} of {rank} is not read");
            string part = rank == 2 ? net.Unsqueeze(inputs[i].Value, i == 0 ? 1 : 2) : inputs[i].Value;

            // The dimension is the last of the first and the middle one of the second.
            parts[i] = rank == 3 && axis == (i == 0 ? 1 : 2) ? net.Transpose(part, 0, 2, 1) : part;
        }

        string product = net.Add("MatMul", parts[0], parts[1]);
        if (inputs[1].Rank == 2) product = net.Squeeze(product, 2);
        if (inputs[0].Rank == 2 && inputs[1].Rank == 3) product = net.Squeeze(product, 1);
        return [new KerasFlow(product, inputs[0].Rank == 2 || inputs[1].Rank == 2 ? 2 : 3)];
    }
}
