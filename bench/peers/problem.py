"""Problem strings, ragged lengths and the fixed numbers of a problem, for the two Python programs of this folder."""
import re
from dataclasses import dataclass

import numpy as np

GATES = {"lstm": 4, "gru": 3, "grub": 3, "rnn": 1, "lstm-peephole": 4, "lstm-layernorm": 4}


@dataclass(frozen=True)
class Problem:
    """[bi]cell-l{L}t{T}b{B}i{I}h{H}[r{least}-{most}][f], for example lstm-l1t100b64i256h256 or gru-l2t200b64i256h256r10-200; f: batch first."""
    cell: str
    D: int
    L: int
    T: int
    B: int
    I: int
    H: int
    lengths: np.ndarray | None
    first: bool = False

    @staticmethod
    def parse(text):
        m = re.fullmatch(r"(bi)?(lstm|gru|grub|rnn|lstm-peephole|lstm-layernorm)-l(\d+)t(\d+)b(\d+)i(\d+)h(\d+)(?:r(\d+)-(\d+))?(f)?", text)
        if not m:
            raise ValueError(f"'{text}' is no problem: expected [bi]cell-l1t100b64i256h256[r10-100][f], cell {', '.join(GATES)}")
        L, T, B, I, H = map(int, m.group(3, 4, 5, 6, 7))
        lengths = None
        if m[8]:
            least, most = int(m[8]), int(m[9])
            if not least <= most <= T:
                raise ValueError(f"'{text}': the lengths {least}-{most} are not in order or pass T = {T}")
            lengths = least + (np.arange(B) * 7919) % (most - least + 1)
        return Problem(m[2], 2 if m[1] else 1, L, T, B, I, H, lengths, m[10] is not None)

    @property
    def gates(self):
        return GATES[self.cell]

    def parameters(self):
        """(name, shape) in the order, and with the names and the gate order (i,f,g,o; r,z,n), of PyTorch."""
        rows = self.gates * self.H
        for l in range(self.L):
            for end in ["", "_reverse"][: self.D]:
                yield f"weight_ih_l{l}{end}", (rows, self.I if l == 0 else self.D * self.H)
                yield f"weight_hh_l{l}{end}", (rows, self.H)
                yield f"bias_ih_l{l}{end}", (rows,)
                yield f"bias_hh_l{l}{end}", (rows,)

    def values(self):
        """All parameters by name, and x [T,B,I] ([B,T,I] where the batch comes first): the same fixed numbers in every peer and in Sluice.

        The numbers are counted by n = 0, 1, 2, ... over the parameters in the order above, then over x (padding included).
        With u(n) = (n * 2654435761 mod 2^32) / 2^32 a parameter is (u(n) - 0.5) * 2 / sqrt(H) and an element of x is
        (u(n) - 0.5) * 2, computed in double and rounded to float once. bias_hh is then set to zero (its numbers are counted
        all the same), except for the candidate n of gru, where it stands inside the reset and so is not the same as bias_ih.
        """
        n, parameters = 0, {}
        for name, shape in self.parameters():
            size = int(np.prod(shape))
            parameters[name] = (fixed(n, size) / np.sqrt(self.H)).astype(np.float32).reshape(shape)
            n += size
            if name.startswith("bias_hh"):
                parameters[name][: 2 * self.H if self.cell == "gru" else None] = 0
        x = fixed(n, self.T * self.B * self.I).astype(np.float32).reshape(*((self.B, self.T) if self.first else (self.T, self.B)), self.I)
        return parameters, x


def fixed(start, count):
    n = np.arange(start, start + count, dtype=np.uint64)
    return ((n * np.uint64(2654435761) & np.uint64(0xFFFFFFFF)) / 2.0**32 - 0.5) * 2
