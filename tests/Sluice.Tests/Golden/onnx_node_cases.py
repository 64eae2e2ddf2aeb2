#!/usr/bin/env python3
"""Turns the recurrent node cases of ONNX (Apache 2.0; Debian's package libonnx-testdata, or onnx/backend/test/data/node of the
source) into one JSON file, in the form of the other vectors:

    python3 onnx_node_cases.py /usr/share/libonnx-testdata/data/node > onnx-node-cases.json

Needs nothing but Python: the few fields of protocol buffers that matter are read by hand. Batch-major cases (layout 1) are
written step-major. These cases see little: in ten of the twelve every weight matrix is one constant, so that reversed gates
pass; they prove defaults, biases, peepholes and layout, nothing else."""
import json, os, struct, sys


def fields(data):
    at = 0

    def varint():
        nonlocal at
        value = shift = 0
        while True:
            byte = data[at]
            at += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    while at < len(data):
        key = varint()
        number, kind = key >> 3, key & 7
        if kind == 0:
            yield number, varint()
        elif kind == 2:
            size = varint()
            yield number, data[at:at + size]
            at += size
        else:
            size = 4 if kind == 5 else 8
            yield number, data[at:at + size]
            at += size


def tensor(path):
    shape, kind, values = [], 1, []
    for number, value in fields(open(path, "rb").read()):
        if number == 1: shape.append(value)
        if number == 2: kind = value
        if number == 9: values = list(struct.unpack(f"<{len(value) // 4}{'f' if kind == 1 else 'i'}", value))
        if number == 4: values = list(struct.unpack(f"<{len(value) // 4}f", value))
    return {"shape": shape, "data": values}


def swap(t, a, b):
    """Swaps two dimensions of a tensor."""
    shape = t["shape"]
    strides = [1] * len(shape)
    for i in range(len(shape) - 2, -1, -1): strides[i] = strides[i + 1] * shape[i + 1]
    order = list(range(len(shape)))
    order[a], order[b] = order[b], order[a]
    data = []

    def walk(depth, at):
        if depth == len(order): data.append(t["data"][at])
        else:
            for i in range(shape[order[depth]]): walk(depth + 1, at + i * strides[order[depth]])

    walk(0, 0)
    return {"shape": [shape[i] for i in order], "data": data}


def case(folder, name):
    graph = next(v for n, v in fields(open(f"{folder}/{name}/model.onnx", "rb").read()) if n == 7)
    node = next(v for n, v in fields(graph) if n == 1)
    of_graph = lambda kind: [next(v for n, v in fields(i) if n == 1).decode() for f, i in fields(graph) if f == kind]
    inputs, outputs, attributes, op = [], [], {"direction": "forward"}, ""
    for number, value in fields(node):
        if number == 1: inputs.append(value.decode())
        if number == 2: outputs.append(value.decode())
        if number == 4: op = value.decode()
        if number == 5:
            a = {n: v for n, v in fields(value)}
            attributes[a[1].decode()] = a[3] if 3 in a else a[4].decode()
    formal = {"LSTM": ["X", "W", "R", "B", "sequence_lens", "initial_h", "initial_c", "P"]}.get(op, ["X", "W", "R", "B", "sequence_lens", "initial_h"])
    read = lambda kind, names: {n: tensor(f"{folder}/{name}/test_data_set_0/{kind}_{i}.pb") for i, n in enumerate(names)}
    given, wanted = read("input", of_graph(11)), read("output", of_graph(12))
    x = {f: given[n] for f, n in zip(formal, inputs) if n}
    y = {f: wanted[n] for f, n in zip(["Y", "Y_h", "Y_c"], outputs) if n}
    if attributes.pop("layout", 0) == 1:
        x = {k: swap(v, 0, 1) if k in ("X", "initial_h", "initial_c") else v for k, v in x.items()}
        y = {k: swap(swap(v, 0, 1), 1, 2) if k == "Y" else swap(v, 0, 1) for k, v in y.items()}
    return {"name": name, "op": op, "attributes": attributes, "inputs": x, "outputs": y}


folder = sys.argv[1]
names = sorted(n for n in os.listdir(folder) if n.startswith(("test_lstm_", "test_gru_", "test_simple_rnn_", "test_rnn_")))
print("[\n" + ",\n".join(json.dumps(case(folder, n)) for n in names) + "\n]")
