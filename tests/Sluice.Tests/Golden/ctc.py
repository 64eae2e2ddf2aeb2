# Writes ctc.json: the loss of connectionist temporal classification and its gradient by the logits, by PyTorch in double precision, for logits that
# both sides compute from the same formula. Run with Debian's python3-torch: python3 ctc.py > ctc.json
import json
import math
import sys

import torch

# Steps, symbols, blank, labels of each sequence, steps of each.
CASES = [
    (6, 4, 0, [[1, 2, 3], [2]], [6, 4]),
    (7, 3, 0, [[1, 1, 2], [1], []], [7, 5, 3]),
    (5, 5, 4, [[0, 0], [3, 2, 1, 0]], [3, 5]),
    (40, 12, 0, [[1, 2, 2, 3, 11, 4, 4, 4, 5], [9, 8, 7, 6, 5, 4, 3, 2, 1, 1, 2, 3]], [40, 31]),
    (300, 30, 0, [[(7 * i) % 29 + 1 for i in range(60)], [(5 * i) % 29 + 1 for i in range(25)]], [300, 211]),
]


def flat(t):
    return [float(f"{v:.9g}") for v in t.flatten().tolist()]


cases = []
for steps, symbols, blank, labels, lengths in CASES:
    batch = len(labels)
    logits = torch.tensor([3 * math.sin(0.7 * k + 0.01 * k * (k % 5)) for k in range(steps * batch * symbols)], dtype=torch.float64)
    logits = logits.reshape(steps, batch, symbols).requires_grad_()
    loss = torch.nn.functional.ctc_loss(
        torch.log_softmax(logits, 2), torch.tensor([label for own in labels for label in own]), torch.tensor(lengths),
        torch.tensor([len(own) for own in labels]), blank=blank, reduction="sum") / batch
    loss.backward()
    gradient = flat(logits.grad)
    cases.append({"steps": steps, "symbols": symbols, "blank": blank, "labels": labels, "lengths": lengths, "loss": loss.item(),
                  "every": max(1, len(gradient) // 2000), "gradient": gradient[::max(1, len(gradient) // 2000)]})
json.dump({"torch": torch.__version__, "cases": cases}, sys.stdout, separators=(",", ":"))
