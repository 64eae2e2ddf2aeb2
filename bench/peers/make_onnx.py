"""make_onnx.py FILE PROBLEM: writes the problem with its fixed numbers as an ONNX model of the standard RNN, LSTM and GRU operators.

Input X [T,B,I] (with lengths [B] for a ragged problem), output Y [T,D,B,H]; batch first X [B,T,I] and Y [B,T,D*H], transposed inside; for T = 1 also the states, h0, c0 ... in, hn0, cn0 ... out.
"""
import os
import sys

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from problem import Problem

# Gate k of ONNX is gate ORDER[k] of PyTorch: i,f,g,o becomes i,o,f,c and r,z,n becomes z,r,h.
ORDER = {"lstm": [0, 3, 1, 2], "gru": [1, 0, 2], "grub": [1, 0, 2], "rnn": [0]}


def permuted(p, a):
    return np.concatenate([np.split(a, p.gates)[k] for k in ORDER[p.cell]])


def weights(p, values, l):
    """W [D,gates*H,I], R [D,gates*H,H] and B [D,2*gates*H] of layer l."""
    def of(name):
        return [permuted(p, values[f"{name}_l{l}{end}"]) for end in ["", "_reverse"][: p.D]]
    biases = [np.concatenate(pair) for pair in zip(of("bias_ih"), of("bias_hh"))]
    return [numpy_helper.from_array(np.stack(a), f"{name}{l}") for name, a in
            [("W", of("weight_ih")), ("R", of("weight_hh")), ("B", biases)]]


def model(p):
    values, _ = p.values()
    def tensor(name, *shape, kind=TensorProto.FLOAT):
        return helper.make_tensor_value_info(name, kind, shape)
    inputs, outputs = [tensor("X", p.T, p.B, p.I)], [tensor("Y", p.T, p.D, p.B, p.H)]
    if p.first:
        inputs, outputs = [tensor("X", p.B, p.T, p.I)], [tensor("Y", p.B, p.T, p.D * p.H)]
    if p.lengths is not None:
        inputs.append(tensor("lengths", p.B, kind=TensorProto.INT32))
    states = (["h", "c"] if p.cell == "lstm" else ["h"]) if p.T == 1 else []
    constants, nodes, x = [], [], "X"
    if p.first:
        nodes.append(helper.make_node("Transpose", ["X"], ["X0"], perm=[1, 0, 2]))
        x = "X0"
    if p.L > 1:
        constants.append(numpy_helper.from_array(np.array([p.T, p.B, p.D * p.H], np.int64), "wide"))
    for l in range(p.L):
        constants += weights(p, values, l)
        y = "Y" if l == p.L - 1 and not p.first else f"Y{l}"
        ins = [x, f"W{l}", f"R{l}", f"B{l}", "" if p.lengths is None else "lengths"] + [f"{s}{l}" for s in states]
        inputs += [tensor(f"{s}{l}", p.D, p.B, p.H) for s in states]
        outputs += [tensor(f"{s}n{l}", p.D, p.B, p.H) for s in states]
        attributes = {"hidden_size": p.H, "direction": "bidirectional" if p.D == 2 else "forward"}
        if p.cell in ("gru", "grub"):
            attributes["linear_before_reset"] = int(p.cell == "gru")
        nodes.append(helper.make_node(p.cell.rstrip("b").upper(), ins, [y] + [f"{s}n{l}" for s in states], **attributes))
        if l < p.L - 1:  # [T,D,B,H] -> [T,B,D*H]; with one direction the bytes do not move
            if p.D == 2:
                nodes.append(helper.make_node("Transpose", [y], [f"{y}t"], perm=[0, 2, 1, 3]))
                y += "t"
            x = f"X{l + 1}"
            nodes.append(helper.make_node("Reshape", [y, "wide"], [x]))
    if p.first:
        constants.append(numpy_helper.from_array(np.array([p.B, p.T, p.D * p.H], np.int64), "first"))
        nodes += [helper.make_node("Transpose", [f"Y{p.L - 1}"], ["Yf"], perm=[2, 0, 1, 3]), helper.make_node("Reshape", ["Yf", "first"], ["Y"])]
    graph = helper.make_graph(nodes, "peer", inputs, outputs, constants)
    m = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 14)])
    m.ir_version = 8
    return m


if __name__ == "__main__":
    path, text = sys.argv[1:]
    # Under another name first, so that a model cut short is never read.
    onnx.save(model(Problem.parse(text)), f"{path}.{os.getpid()}")
    os.replace(f"{path}.{os.getpid()}", path)
