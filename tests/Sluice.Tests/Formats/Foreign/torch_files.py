"""Writes state dicts and modules of PyTorch, inputs and outputs, for TorchFileTests: torch_files.py FOLDER"""
import itertools
import sys

import torch

folder = sys.argv[1]
torch.manual_seed(7)
steps, batch, inputs, hidden = 7, 3, 5, 6
lines = []


def write(name, module, run, half=False):
    if half:
        module = module.half()
        torch.save({"net": module.state_dict()}, f"{folder}/{name}.pt")
        module = module.float()
    elif name.startswith("script"):
        torch.jit.script(module).save(f"{folder}/{name}.pt")
    else:
        optimiser = torch.optim.Adam(module.parameters())
        x = torch.randn(steps, batch, inputs)
        run(module, x).sum().backward()
        optimiser.step()
        torch.save({"epoch": 3, "net": module.state_dict(), "optimizer": optimiser.state_dict()}, f"{folder}/{name}.pt")
    x = torch.randn(steps, batch, inputs)
    with torch.no_grad():
        y = run(module, x)
    lines.append(" ".join([name, *(f"{v:.9g}" for v in x.flatten().tolist()), "|", *(f"{v:.9g}" for v in y.flatten().tolist())]))


def sequence(module, x):
    return module(x)[0]


def stepwise(module, x):
    state, ys = None, []
    for t in range(steps):
        state = module(x[t], state)
        ys.append(state[0] if isinstance(state, tuple) else state)
    return torch.stack(ys)


kinds = {"lstm": torch.nn.LSTM, "gru": torch.nn.GRU, "rnn": torch.nn.RNN}
for kind, layers, both, half in itertools.product(kinds, (1, 2, 3), (False, True), (False, True)):
    name = f"{kind}{layers}{'b' if both else ''}{'h' if half else ''}"
    write(name, kinds[kind](inputs, hidden, layers, bidirectional=both), sequence, half)
    if kind == "lstm":
        write(f"projected{name}", torch.nn.LSTM(inputs, hidden, layers, bidirectional=both, proj_size=4), sequence, half)
write("relu", torch.nn.RNN(inputs, hidden, 2, nonlinearity="relu"), sequence)
write("nobias", torch.nn.GRU(inputs, hidden, bias=False), sequence)
write("lstmcell", torch.nn.LSTMCell(inputs, hidden), stepwise)
write("grucell", torch.nn.GRUCell(inputs, hidden), stepwise)
write("rnncell", torch.nn.RNNCell(inputs, hidden), stepwise)
write("scriptlstm", torch.nn.LSTM(inputs, hidden, 2, bidirectional=True), sequence)
write("scriptgru", torch.nn.GRU(inputs, hidden), sequence)
with open(f"{folder}/cases.txt", "w") as file:
    file.write("\n".join(lines))
