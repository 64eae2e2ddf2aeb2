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
        Check(options.StateKey);
        _key = options.StateKey?.ToArray() ?? RandomNumberGenerator.GetBytes(LeastKey);
    }

    /// <summary>Sees that a key is long enough.</summary>
    /// <exception cref="SluiceException">It is not.</exception>
    public static void Check(ReadOnlyMemory<byte>? key)
    {
        if (key?.Length < LeastKey) throw new SluiceException($"serve: expected a state key of {LeastKey} bytes or more, got {key?.Length}.");
    }

    /// <summary>A state as the client gets it.</summary>
    public string Write(ModelVersion model, byte[] state) => Base64Url.EncodeToString(Seal(model.Name, model.Version, state));

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

        return Open(model, bytes) ?? throw Wrong(model);
    }

    /// <summary>A state that is authenticated for its owner, such as a model, and a version.</summary>
    public byte[] Seal(string owner, string version, byte[] state)
    {
        byte[] name = Encoding.UTF8.GetBytes(version);
        return [Format, .. MacOf(owner, name, state), (byte)name.Length, .. name, .. state];
    }

    /// <summary>The version and the state; null where they are not what was sealed for this owner with this key.</summary>
    public (string Version, byte[] State)? Open(string owner, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Mac + 2 || bytes[0] != Format || bytes.Length < Mac + 2 + bytes[Mac + 1]) return null;
        var version = bytes.Slice(Mac + 2, bytes[Mac + 1]);
        var state = bytes[(Mac + 2 + version.Length)..];
        return CryptographicOperations.FixedTimeEquals(bytes.Slice(1, Mac), MacOf(owner, version, state))
            ? (Encoding.UTF8.GetString(version), state.ToArray())
            : null;
    }

    private static ServingException Wrong(string model)
        => ServingException.Bad($"the state is none that this server gave for model '{model}': it was changed, cut, or is for another model.");

    private byte[] MacOf(string owner, ReadOnlySpan<byte> version, ReadOnlySpan<byte> state)
    {
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        byte[] name = Encoding.UTF8.GetBytes(owner);
        mac.AppendData([Format, .. BitConverter.GetBytes(name.Length), .. name, (byte)version.Length, .. version]);
        mac.AppendData(state);
        return mac.GetHashAndReset();
    }
}
