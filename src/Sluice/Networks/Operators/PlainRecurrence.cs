using Sluice.Autodiff;

namespace Sluice.Networks.Operators;

/// <summary>
/// One direction of an LSTM, GRU or RNN out of plain operators, step by step: for activations and clipping that no cell of the catalog has, and for
/// weights that are themselves computed and trained. Slower than a layer, and the same to rounding.
/// </summary>
internal static class PlainRecurrence
{
    /// <summary>Runs it.</summary>
    /// <param name="tape">Lends the memory, and records.</param>
    /// <param name="form">What the attributes say.</param>
    /// <param name="d">The direction.</param>
    /// <param name="x">[T, B, I].</param>
    /// <param name="weights">W, R and B of all directions; B may be null.</param>
    /// <param name="peepholes">P of all directions, or null.</param>
    /// <param name="first">h and c before the first step, or null for 0.</param>
    /// <param name="lengths">The steps of each sequence, or null where all have T.</param>
    /// <returns>y [T, B, H], and h, and c of an LSTM, after each sequence's last step [B, H].</returns>
    public static (Value Y, Value[] States) Run(
        Tape tape, RecurrentAttributes form, int d, Value x, ReadOnlySpan<Value?> weights, Value? peepholes, Value?[] first, int[]? lengths)
    {
        Value Own(Value value) => Arrays.Reshaped(tape, Moves.Cut(tape, value, 0, d, 1), value.Shape[1..]);
        Value w = Own(weights[0]!), r = Own(weights[1]!);
        int hidden = r.Shape[1], steps = x.Shape[0], batch = x.Shape[1], gates = form.Gates;
        var bias = weights[2] is { } given ? Own(given) : null;
        var zero = new Value(new Tensor(batch, hidden));
        var step = new Step(
            tape, form, form.Activations[d], w, r, bias is null ? null : Moves.Cut(tape, bias, 0, 0, gates * hidden),
            bias is null ? null : Moves.Cut(tape, bias, 0, gates * hidden, gates * hidden), peepholes is null ? null : Own(peepholes), hidden);
        bool reverse = form.Directions[d];
        Value h = first[0] ?? zero, c = first[1] ?? zero;
        var outputs = new Value[steps];
        for (int i = 0; i < steps; i++)
        {
            int t = reverse ? steps - 1 - i : i;
            var (nextH, nextC) = step.Take(Arrays.Reshaped(tape, Moves.Cut(tape, x, 0, t, 1), batch, x.Shape[2]), h, c);

            // A sequence that has ended, or in reverse has not begun, keeps its states, and its output is 0.
            if (lengths is not null && lengths.Any(n => n <= t))
            {
                var runs = Value.From([.. lengths.Select(n => t < n ? 1f : 0f)], batch, 1);
                outputs[t] = Paired.Run<Multiplication>(tape, nextH, runs);
                (nextH, nextC) = (Chosen(tape, nextH, h, runs), Chosen(tape, nextC, c, runs));
            }
            else
            {
                outputs[t] = nextH;
            }

            (h, c) = (nextH, nextC);
        }

        if (steps == 0) throw new SluiceException($"expected one step or more, got {x}");
        var y = Moves.Joined(tape, [.. outputs.Select(o => Arrays.Reshaped(tape, o, 1, batch, hidden))], 0);
        return (y, form.Operator == "LSTM" ? [h, c] : [h]);
    }

    /// <summary>new where a sequence runs, old elsewhere.</summary>
    private static Value Chosen(Tape tape, Value next, Value old, Value runs)
        => Paired.Run<Addition>(tape, old, Paired.Run<Multiplication>(tape, Paired.Run<Subtraction>(tape, next, old), runs));

    private sealed class Step(
        Tape tape, RecurrentAttributes form, Activation[] act, Value w, Value r, Value? wb, Value? rb, Value? p, int hidden)
    {
        private readonly WeightProduct _w = new(w.Shape[0], w.Shape[1]), _r = new(r.Shape[0], r.Shape[1]);

        public (Value H, Value C) Take(Value x, Value h, Value c)
        {
            Value input = Product(x, w, _w, wb), recurrent = Product(h, r, _r, rb);
            return form.Operator switch
            {
                "LSTM" => Lstm(Add(input, recurrent), c),
                "GRU" => (Gru(input, recurrent, h), c),
                _ => (Act(0, Add(input, recurrent)), c),
            };
        }

        /// <summary>i, o, f, c in the rows of the weights; the output's peephole sees the new c.</summary>
        private (Value H, Value C) Lstm(Value sum, Value c)
        {
            Value i = Act(0, Peep(Gate(sum, 0), 0, c));
            Value f = form.Coupled ? Paired.Run<Subtraction>(tape, Value.From([1f]), i) : Act(0, Peep(Gate(sum, 2), 2, c));
            Value next = Add(Times(f, c), Times(i, Act(1, Gate(sum, 3))));
            Value o = Act(0, Peep(Gate(sum, 1), 1, next));
            return (Times(o, act[2].Run(tape, next, 0)), next);
        }

        /// <summary>z, r, h in the rows of the weights; h = (1 − z)⊙n + z⊙h⁻.</summary>
        private Value Gru(Value input, Value recurrent, Value h)
        {
            Value z = Act(0, Add(Gate(input, 0), Gate(recurrent, 0))), reset = Act(0, Add(Gate(input, 1), Gate(recurrent, 1)));
            Value back;
            if (form.LinearBeforeReset)
            {
                back = Times(reset, Gate(recurrent, 2));
            }
            else
            {
                var rows = Moves.Cut(tape, r, 0, 2 * hidden, hidden);
                var bias = rb is null ? null : Moves.Cut(tape, rb, 0, 2 * hidden, hidden);
                back = Product(Times(reset, h), rows, new WeightProduct(hidden, hidden), bias);
            }

            var n = Act(1, Add(Gate(input, 2), back));
            return Add(n, Times(z, Paired.Run<Subtraction>(tape, h, n)));
        }

        private Value Product(Value x, Value matrix, WeightProduct product, Value? bias)
        {
            var y = Products.Plain(tape, x, matrix, product, transposed: true);
            return bias is null ? y : Add(y, bias);
        }

        private Value Peep(Value gate, int at, Value c) => p is null ? gate : Add(gate, Times(Moves.Cut(tape, p, 0, at * hidden, hidden), c));

        private Value Gate(Value sums, int at) => Moves.Cut(tape, sums, 1, at * hidden, hidden);

        private Value Act(int which, Value x) => act[which].Run(tape, x, form.Clip);

        private Value Add(Value a, Value b) => Paired.Run<Addition>(tape, a, b);

        private Value Times(Value a, Value b) => Paired.Run<Multiplication>(tape, a, b);
    }
}
