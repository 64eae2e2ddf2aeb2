using System.Text;
using Sluice.Formats.Foreign;
using Sluice.Interop;

namespace Sluice.Fuzz;

/// <summary>Files of weights that others trained.</summary>
internal static class WeightTargets
{
    private static readonly string[] s_words = ["\0\0\0\0", "\u00ff\u00ff\u00ff\u00ff", "\u007f\u007f\u007f\u007f", "PK\u0001\u0002", "PK\u0005\u0006", "PK\u0003\u0004"];

    /// <summary>Each kind of file, and the words of its format.</summary>
    public static IReadOnlyList<Target> All { get; } = Make();

    private static Target[] Make()
    {
        KerasFiles.Register();
        float[] numbers = [.. Enumerable.Range(0, 8).Select(i => i / 8f)];
        byte[] plain = new TorchFile().State([("rnn.weight_ih_l0", [4, 1], numbers[..4]), ("rnn.weight_hh_l0", [4, 1], numbers[4..])]).Bytes();
        byte[] checkpoint = new TorchFile().Op((byte)'}', (byte)'(').Text("epoch").Number(3).Text("model")
            .State([("gru.weight_ih_l0", [3, 2], numbers[..6]), ("gru.weight_hh_l0", [3, 1], numbers[..3])]).Text("half")
            .Tensor("9", "HalfStorage", new byte[12], 6, [2, 2], [1, 2], 1).Op((byte)'u').Bytes(packed: true);
        return
        [
            Of("pytorch", [plain, checkpoint],
            [
                "cposix\nsystem\n", "ctorch._utils\n_rebuild_tensor_v2\n", "ccollections\nOrderedDict\n", "ctorch\nHalfStorage\n", "(t", ")R", "q\0", "h\0", "}",
                "]", "(", "u", "b", "e", "2", "\u0085", "\u0086", "\u008a\u0001", "J\u00ff\u00ff\u00ff\u007f", "storage", "data/0", "byteorder", "__torch__\n"
            ], "Pickle.Parse"),
            Of("numpy weights",
            [
                TorchFile.Archive(
                [
                    ("e_w_ih.npy", Npy("<f4", "(4, 1)", 16)), ("e_w_hh.npy", Npy(">f4", "(4, 1)", 16)), ("h.npy", Npy("<f2", "(2, 2)", 8, "True")),
                ]),
                Npy("<f8", "(3, 2)", 48),
            ],
                ["'descr': '<f8'", "(1000000000, 1000000000)", "True", ">f4", "|O", "(2, 3, 4)", "\u0002\0", "NUMPY"], "NpyHeader.Parse"),
            Of("weights as json",
            [
                Encoding.UTF8.GetBytes("""{"in_shape":[null,1],"layers":[{"type":"lstm","activation":"tanh","shape":[null,1],"weights":[[[1,2,3,4]],[[1,2,3,4]],[0,0,0,0]]},{"type":"dense","weights":[[[1]],[0]]}]}"""),
                Encoding.UTF8.GetBytes("""{"lstm.weight_ih_l0":[[1],[2],[3],[4]],"lstm.weight_hh_l0":[[1],[2],[3],[4.5e-1]],"lstm.bias_ih_l0":[0,0,0,0]}"""),
            ],
                ["[", "]", "[[", "]]", "{", "}", ",", "null", "1e999", "\"type\":\"gru\",", "\"weights\":[", "\"layers\":[", "\"\\ud800\"", "[[[[[[[[["], "WeightFile.Parse"),
            Of("keras", [KerasSamples.Model, KerasSamples.Weights, KerasSamples.Packed, KerasSamples.Archive],
            [
                "SNOD", "TREE", "HEAP", "GCOL", "OHDR", "OCHK", "FRHP", "FSHD", "BTHD", "\u0089HDF\r\n\u001a\n", "kernel:0", "lstm", "layers",
                "\u0001\0\0\0\0\0\0\0",
                "\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff", "\0\0\0\0\0\0\u0000\u0001"
            ], "WeightFile.Parse"),
        ];
    }

    private static Target Of(string name, byte[][] samples, string[] words, string covers) => new(name, samples, [.. s_words, .. words], covers, bytes =>
    {
        using var file = WeightFile.Parse(bytes, "x");
        foreach (var tensor in file.Tensors) _ = tensor.ToFloats();
        _ = file.Rest;
    });

    private static byte[] Npy(string type, string shape, int bytes, string fortran = "False")
    {
        string header = $"{{'descr': '{type}', 'fortran_order': {fortran}, 'shape': {shape}, }}\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.ASCII.GetBytes(header), .. new byte[bytes]];
    }
}
