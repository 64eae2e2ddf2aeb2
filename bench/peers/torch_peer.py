"""torch_peer.py THREADS: times PyTorch on request. One line in, one line out, tab-separated out:

    version                                     ok  description
    train|infer|step PROBLEM SECONDS            ok  median  minimum  runs      (seconds)
    check PROBLEM                               ok  sum of y  sum of y^2  last value of y
    quit

or error and a message. README.md has the rules of the timing, problem.py the numbers that the problems are filled with.
"""
import os
import sys

threads = int(sys.argv[1])
# Read by the libraries when they are loaded, so before the import. OpenBLAS and PyTorch know no Zen 5 and pick kernels
# for 256-bit vectors there; these two settings give PyTorch its fastest ones.
if os.path.exists("/proc/cpuinfo") and "avx512f" in open("/proc/cpuinfo").read():
    os.environ |= {"OPENBLAS_CORETYPE": "SkylakeX", "ATEN_CPU_CAPABILITY": "avx512"}
os.environ |= {"OPENBLAS_NUM_THREADS": str(threads), "OMP_NUM_THREADS": str(threads)}

import re
import time
from collections import OrderedDict

import torch
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from problem import Problem

# Without MKL the products run on OpenBLAS's threads. PyTorch's own threads, for the element-wise work, wait spinning and take
# the cores from those: with two of each on two cores an LSTM takes 10 to 30 times as long. One of its own is fastest.
torch.set_num_threads(threads if torch.backends.mkl.is_available() else 1)


class Stepwise(torch.nn.Module):
    """What a user of PyTorch must write for a cell that it does not have: a loop over steps. The input product is one."""

    def __init__(self, I, H):
        super().__init__()
        self.H = H
        for name, shape in [("weight_ih_l0", (4 * H, I)), ("weight_hh_l0", (4 * H, H)), ("bias_ih_l0", (4 * H,)), ("bias_hh_l0", (4 * H,))]:
            setattr(self, name, torch.nn.Parameter(torch.zeros(shape)))

    def forward(self, x, state=None):
        h, c = state if state is not None else (x.new_zeros(x.shape[1], self.H), x.new_zeros(x.shape[1], self.H))
        sums, r, ys = self.inputs(x), self.weight_hh_l0.t(), []
        for t in range(x.shape[0]):
            h, c = self.step(sums[t], h @ r, c)
            ys.append(h)
        return torch.stack(ys), (h, c)


class PeepholeLstm(Stepwise):
    def __init__(self, I, H):
        super().__init__(I, H)
        self.p = torch.nn.Parameter(torch.zeros(3, H))

    def inputs(self, x):
        return torch.nn.functional.linear(x, self.weight_ih_l0, self.bias_ih_l0)

    def step(self, x, h, c):
        i, f, g, o = (x + h).chunk(4, 1)
        i, f = torch.sigmoid(i + self.p[0] * c), torch.sigmoid(f + self.p[1] * c)
        c = f * c + i * torch.tanh(g)
        return torch.sigmoid(o + self.p[2] * c) * torch.tanh(c), c


class LayerNormLstm(Stepwise):
    def __init__(self, I, H):
        super().__init__(I, H)
        self.gain_x, self.gain_r, self.shift = (torch.nn.Parameter(v * torch.ones(4, H)) for v in (1.0, 1.0, 0.0))
        with torch.no_grad():
            self.shift[1] = 1
        self.norm = torch.nn.LayerNorm(H)

    def normal(self, sums):
        return torch.nn.functional.layer_norm(sums.unflatten(-1, (4, self.H)), (self.H,))

    def inputs(self, x):
        return self.normal(torch.nn.functional.linear(x, self.weight_ih_l0)) * self.gain_x + self.shift

    def step(self, x, h, c):
        i, f, g, o = (x + self.normal(h) * self.gain_r).unbind(1)
        c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
        return torch.sigmoid(o) * torch.tanh(self.norm(c)), c


STEPWISE = {"lstm-peephole": PeepholeLstm, "lstm-layernorm": LayerNormLstm}


class Prepared:
    """One problem: the layer, its input, and the work of each mode."""

    def __init__(self, text):
        self.p = p = Problem.parse(text)
        if p.cell == "grub":
            raise ValueError("PyTorch has no GRU with reset before the product")
        values, x = p.values()
        if p.cell in STEPWISE:
            if p.L * p.D > 1 or p.lengths is not None or p.first:
                raise ValueError("cells written step by step have one layer and direction, steps first, and no lengths")
            self.layer = STEPWISE[p.cell](p.I, p.H)
        else:
            self.layer = getattr(torch.nn, p.cell.upper())(p.I, p.H, num_layers=p.L, bidirectional=p.D == 2, batch_first=p.first)
        with torch.no_grad():
            for name, value in values.items():
                getattr(self.layer, name).copy_(torch.from_numpy(value))
        self.x = torch.from_numpy(x)
        self.lengths = None if p.lengths is None else torch.from_numpy(p.lengths)
        self.state = self.dy = None
        self.warm = set()

    def forward(self, x):
        if self.lengths is None:
            return self.layer(x)[0]
        packed = pack_padded_sequence(x, self.lengths, batch_first=self.p.first, enforce_sorted=False)
        return pad_packed_sequence(self.layer(packed)[0], batch_first=self.p.first, total_length=self.p.T)[0]

    def infer(self):
        with torch.inference_mode():
            return self.forward(self.x)

    def step(self):
        with torch.inference_mode():
            y, self.state = self.layer(self.x, self.state)
            return y

    def train(self):
        """Forward, then backward to the input and to all weights, into fresh gradients."""
        if self.dy is None:
            self.dy = torch.rand(*self.x.shape[:2], self.p.D * self.p.H) * 2 - 1
            self.x.requires_grad_(True)
        self.x.grad = None
        for parameter in self.layer.parameters():
            parameter.grad = None
        self.forward(self.x).backward(self.dy)

    def work(self, mode):
        if (mode == "step") != (self.p.T == 1):
            raise ValueError("T = 1 is timed as step, every other T as infer or train")
        if mode == "step" and self.lengths is not None:
            raise ValueError("a step has no lengths")
        return {"train": self.train, "infer": self.infer, "step": self.step}[mode]

    def check(self):
        """For T = 1 four steps on the same x, the state carried from zero, so that the recurrent weights take part."""
        if self.p.T == 1:
            self.state = None
            for _ in range(3):
                self.step()
            y = self.step()
        else:
            y = self.infer()
        last = self.p.T if self.lengths is None else int(self.lengths[-1])
        wide = y.double()
        return wide.sum().item(), (wide * wide).sum().item(), (y[-1, last - 1, -1] if self.p.first else y[last - 1, -1, -1]).item()


def measure(f, seconds, warm):
    start = time.perf_counter()
    f()  # also after the first time: the other peers have had the caches meanwhile
    runs = 1
    while not warm and (runs < 2 or time.perf_counter() - start < 0.2):
        f()
        runs += 1
    times, start = [], time.perf_counter()
    while len(times) < 3 or time.perf_counter() - start < seconds:
        a = time.perf_counter()
        f()
        times.append(time.perf_counter() - a)
    times.sort()
    return times[len(times) // 2], times[0], len(times)


alive = OrderedDict()


def prepared(text):
    if text not in alive:
        alive[text] = Prepared(text)
        if len(alive) > 4:
            alive.popitem(last=False)
    alive.move_to_end(text)
    return alive[text]


def answer(command, *words):
    if command == "version":
        vectors = re.search(r"CPU capability usage: (\S+)", torch.__config__.show())
        return [f"PyTorch {torch.__version__}, {vectors[1] if vectors else 'unknown'} kernels"]
    if command == "check":
        (text,) = words
        return [f"{v:.9g}" for v in prepared(text).check()]
    if command in ("train", "infer", "step"):
        text, seconds = words
        problem = prepared(text)
        median, least, runs = measure(problem.work(command), float(seconds), command in problem.warm)
        problem.warm.add(command)
        return [f"{median:.9f}", f"{least:.9f}", str(runs)]
    raise ValueError(f"'{command}' is no request: version, train, infer, step, check or quit")


for line in sys.stdin:
    if line.strip() == "quit":
        break
    try:
        fields = ["ok"] + answer(*line.split())
    except Exception as e:
        fields = ["error", " ".join(str(e).split()) or type(e).__name__]
    print("\t".join(fields), flush=True)
