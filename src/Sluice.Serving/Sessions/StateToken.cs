using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Sluice.Serving.Models;

namespace Sluice.Serving.Sessions;

/// <summary>
/// The state of a live sequence in the hands of its client: a format byte, HMAC-SHA256(key, format ‖ model ‖ version ‖ state), the name
/// of the version and the state, as base64url. The client cannot read sense into it, change it, or use it with another model or version.
/// </summary>
internal sealed class StateToken
{
    private const byte Format = 1;
    private const int Mac = HMACSHA256.HashSizeInBytes, LeastKey = 32;

    private readonly byte[] _key;

    public StateToken(ServingOptions options)
    {
        _key = options.StateKey?.ToArray() ?? RandomNumberGenerator.GetBytes(LeastKey);
        if (_key.Length < LeastKey) throw new SluiceException($"serve: expected a state key of {LeastKey} bytes or more, got {_key.Length}.");
    }

    /// <summary>A state as the client gets it.</summary>
    public string Write(ModelVersion model, byte[] state)
    {
        byte[] version = Encoding.UTF8.GetBytes(model.Version);
        return Base64Url.EncodeToString([Format, .. MacOf(model.Name, version, state), (byte)version.Length, .. version, .. state]);
    }

    /// <summary>The version that a state is for, and the state.</summary>
    /// <exception cref="ServingException">It was changed, cut, or made by another server or for another model.</exception>
    public (string Version, byte[] State) Read(string model, string token)
    {
        byte[] bytes;
        try
        {
            bytes = Base64Url.DecodeFromChars(token);
        }
        catch (FormatException)
        {
            throw Wrong(model);
        }

        if (bytes.Length < Mac + 2 || bytes[0] != Format || bytes.Length < Mac + 2 + bytes[Mac + 1]) throw Wrong(model);
        var version = bytes.AsSpan(Mac + 2, bytes[Mac + 1]);
        var state = bytes.AsSpan(Mac + 2 + version.Length);
        return CryptographicOperations.FixedTimeEquals(bytes.AsSpan(1, Mac), MacOf(model, version, state))
            ? (Encoding.UTF8.GetString(version), state.ToArray())
            : throw Wrong(model);
    }

    private static ServingException Wrong(string model)
        => ServingException.Bad($"the state is none that this server gave for model '{model}': it was changed, cut, or is for another model.");

    private byte[] MacOf(string model, ReadOnlySpan<byte> version, ReadOnlySpan<byte> state)
    {
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        byte[] name = Encoding.UTF8.GetBytes(model);
        mac.AppendData([Format, .. BitConverter.GetBytes(name.Length), .. name, (byte)version.Length, .. version]);
        mac.AppendData(state);
        return mac.GetHashAndReset();
    }
}
