# Writes pytorch-gradients.json: outputs, final states and gradients of PyTorch's layers, ragged, for weights that both sides
# compute from the same formula; and outputs and gradients after one step of gradient descent. Run with Debian's python3-torch: python3 pytorch_gradients.py > pytorch-gradients.json
import json
import math
import sys

import torch

T, B, I, H = 5, 3, 3, 5
LENGTHS = [5, 2, 4]
RATE = 0.1


def wave(shape, phase, size):
    n = math.prod(shape)
    return torch.tensor([size * math.sin(0.7 * k + phase) for k in range(n)], dtype=torch.float64).reshape(shape)


def flat(t):
    return [float(f"{v:.7g}") for v in t.flatten().tolist()]


cases = []
for cell, module in [("rnn", torch.nn.RNN), ("lstm", torch.nn.LSTM), ("gru", torch.nn.GRU)]:
    for layers, both in [(1, False), (2, True)]:
        net = module(I, H, layers, bidirectional=both).double()
        for p, (name, value) in enumerate(net.named_parameters()):
            value.data = wave(value.shape, p, 0.4)
        d = layers * (2 if both else 1)
        x = wave((T, B, I), 0.3, 1).requires_grad_()
        states = [wave((d, B, H), 0.5 + s, 0.6).requires_grad_() for s in range(2 if cell == "lstm" else 1)]
        packed = torch.nn.utils.rnn.pack_padded_sequence(x, LENGTHS, enforce_sorted=False)
        y, final = net(packed, tuple(states) if cell == "lstm" else states[0])
        y, _ = torch.nn.utils.rnn.pad_packed_sequence(y, total_length=T)
        final = list(final) if cell == "lstm" else [final]
        loss = (y * wave(y.shape, 0.9, 1)).sum() + sum((f * wave(f.shape, 1.1 + s, 1)).sum() for s, f in enumerate(final))
        loss.backward()
        gradients = {name: flat(value.grad) for name, value in net.named_parameters()}

        # One step of gradient descent further, without lengths and initial states.
        with torch.no_grad():
            for value in net.parameters():
                value -= RATE * value.grad
        net.zero_grad()
        after, _ = net(x.detach())
        (after * wave(after.shape, 0.9, 1)).sum().backward()
        cases.append({
            "cell": cell, "layers": layers, "bidirectional": both,
            "y": flat(y), "final": [flat(f) for f in final],
            "dx": flat(x.grad), "dstates": [flat(s.grad) for s in states],
            "gradients": gradients,
            "after": {"y": flat(after), "gradients": {name: flat(value.grad) for name, value in net.named_parameters()}},
        })
json.dump({"torch": torch.__version__, "steps": T, "batch": B, "input": I, "hidden": H, "lengths": LENGTHS, "rate": RATE, "cases": cases}, sys.stdout, separators=(",", ":"))
