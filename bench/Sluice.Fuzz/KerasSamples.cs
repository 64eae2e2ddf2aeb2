using System.IO.Compression;

namespace Sluice.Fuzz;

/// <summary>Small HDF5 files as Keras writes them, with made-up weights (k mod 7 - 3) / 8; written by h5py, packed by gzip.</summary>
public static class KerasSamples
{
    private const string WholeModel =
        "H4sIAChoDGsC/+1azU/UQBSf7gfbECBLIllQCd3iBwcDaDwYDgQj6B5QiHAgMWYtu8NuQ7erbfkwZKNHvHnk6NGT4eiJcPTon+Cf4H+AM52Zbq"
        + "d2P1RIiPt+SXnMm5k37et7vw5v+FBYfDzYf7UfUagqSqEsCuOM4/tduS36X3GpcHnI5eeE0Kf9vlGuz3L7WlKeuP58aYk2ziIIboQbUBGgF1FY"
        + "erhK5YYcDuhbQh5Xq5exVdzDZqXquaG4XPjLdYd5vEbjeoBbVEhEXiHXplHaxnYZjSmKPyMbrK1K+dEfCmLFt1Pgvw/5draxY7jFXey4Zt0m+k"
        + "720iF7CcneoG+P+aNUt7fMCurC3peQvaSvT8bm748+1t5H3eVv9RrkL+RvM3/FV+awTx5nuV4tHI+Ff1xX5G8hxeOwT+TvBo/7AZIno8gy3mKn"
        + "aBs17CKWJyg+TxRFyhchU6HgTrXJm+PrrH3UwS+fMhfrF4Enj1aWldDCEk8ReNh2686WVd9rckzAOwT3pu9Pz3KuCPiD4EAvWYbr+h7V5zR9Db"
        + "/ZwbZnGpZ+R9MZHxH9gS4GuFTvvwWXNF9E5y+vrT9tMZO6hnYZJc/cNTzCm1TrGXaVah1c2nEcsnRR7nfNSq1ulvVG42Wjwd8fakrhb/GcIyH9"
        + "DP1RLGHLmtk0DXeOPr8I43z8uOZdEIK3seXPoRCvORc/LzKaxMkQcAkAAAAAAAAAAAAAAP4ca89WFhW/ismgpeQ6QLRuAohHp/qnqnEJroI8I9"
        + "jIRPJsjMn3GfBVOwT13Ii/BvhJBDv3GEXsBKhZ0O1UzxX1SyFzoWSlS+RDbUqFI6F22repSPVecZ+vx1n740R3PJG9ATzRy2h1znk8IY8LSsRI"
        + "5pGFc+KnwrhsNxrHgHi04oF9fjBwNNkdD1Rvye8f0Ns88IDLr5PyuOgBUauDJnFQJfJZ65IHVvMyD0TjGNCKB9j/PQnHKWiKyQRTiHNU4edoO0"
        + "kyn44c1ib4maSGcirKvUNiz6H6/YkEM6hypkgqx7fjvwT7l2D/m0QiUE9n248P9sk3248Lvo8zvRJZpydk10sudMIV86RNrtP57vouej4AAAAA"
        + "AID/Z1/581LuK3/3B7tfUddTz+35Z6fi/3I6vFTx8Qu27E6X0DEAAA==";

    private const string ThirdVersion =
        "H4sIAChoDGsC/+v0cHHj5ZLiYgABDg4GFgYBBmTwHwp2yKPyYfIJUJoRSndA6RVMMHFGsJwEVFwQaj66upAgV1eQ6v9oAGbPA1YIzcEwCkYi8H"
        + "B1DADREVA+LJWeYEJVl5NYmVpUjEiPHhTaiyv9ejBD+BmsxKXfF5yj6Xc0/WKm3w5WVHXpRaUo5Sml6TfYz98FlIJh6U6BGbW8Rk/Ho4C0ciCA"
        + "HcIv4CSuHPjAO1oOjJYDmOXABE5UdcmpOTm0LAc02FHLAfR0PApIKwciuCH8Cl7iyoEfgqPlwGg5gFkOzOBFVVeWCGrN0q4cMOBGLQfQ0/EoIK"
        + "0cSOCH8BsEiSsHAkQgtMRokI6WA6D2OZReIIiqzgBKG0JpI7RxFwsKywELflTz0NPxKMBVDrBCwowRxteA0EyMKOHJjBZfzHBaAiwmqCDPwAJN"
        + "AeIcDOL1UHlWYAyB5JmYIAZyQEsKZsYZohAVPGguqhjQ8ICkK2Z4unIQxq8eXu/J4lcHKx9XyI2UlHVgHzD3ATHDPtxsMLAD8u1Gc+IoGAWjYB"
        + "SMglEw2q4kv125ZFC2KwmFBxOa/5moFh4bRLH30Ac2PACuGwSAuB8AAA==";

    private const string Chunks =
        "H4sIAChoDGsC/+v0cHHj5ZLiYubgYICB/1BgAhUygIqXFZ709PdwCWJS0MjgyUbGFUxCyBphgIuJgZGBgY2fAUix5BSX5B6GWeHKQB0wp/O1Hz"
        + "lOEgY5iSM7tSgvNcfKIIwRYhqbLEhYqCg1ubSoKDWvJB6mIIkJqkAQpIAtKTOx2MogjxnqCG4UJwl/744BO4mRgZFRhYGBiYmREWo+AwuURucz"
        + "izAwCirIQ/kKDOIcDOL1QBYr0LXMzNw8DIxAQxhAEKSCA+hMFiYmZkZGFhZGESSrFWBx2MowOEB6WM1iqoYFFwcwVlmAUQdRKwCzaAHDoAcTru"
        + "xRhIcFMNZAQcFCht8F0P2+gWHIAR6mJ6cZRsEoGAUDDg7sY2BoAGKGfdj4FXHJCRYb+hsXMnZIOsxgZFCexVwNAI5dFnU0CAAA";

    /// <summary>A whole model of Keras 2: an LSTM of 2 units that reads 2 numbers, with its configuration.</summary>
    public static byte[] Model { get; } = Unpack(WholeModel);

    /// <summary>The weights of Keras 3: a GRU of 1 unit.</summary>
    public static byte[] Weights { get; } = Unpack(ThirdVersion);

    /// <summary>An LSTM of 1 unit in the newest version of HDF5, its kernel packed in chunks.</summary>
    public static byte[] Packed { get; } = Unpack(Chunks);

    /// <summary>A .keras archive around <see cref="Weights"/>.</summary>
    public static byte[] Archive { get; } = TorchFile.Archive(
        [
            ("metadata.json", """{"keras_version": "3.9.0", "date_saved": "2025-01-01"}"""u8.ToArray()),
            ("config.json", """{"module": "keras", "class_name": "Sequential", "config": {"name": "s", "layers": [{"module": "keras.layers", "class_name": "GRU", "config": {"name": "reader", "activation": "tanh", "recurrent_activation": "sigmoid", "reset_after": true}}]}}"""u8.ToArray()),
            ("model.weights.h5", Weights),
        ]);

    private static byte[] Unpack(string text)
    {
        using var unpacked = new MemoryStream();
        using var gzip = new GZipStream(new MemoryStream(Convert.FromBase64String(text)), CompressionMode.Decompress);
        gzip.CopyTo(unpacked);
        return unpacked.ToArray();
    }
}
