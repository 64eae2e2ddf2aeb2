using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Sluice.Autodiff;
using Sluice.Formats;

namespace Sluice.Training;

/// <summary>
/// The weights that parameters had once: in memory or, while a run goes on in a folder, in a file that is gone with the process. It is never
/// flushed, so that a slow disk does not slow the run down.
/// </summary>
internal sealed class KeptWeights(IReadOnlyList<Parameter> parameters) : IDisposable
{
    private Tensor[]? _held;
    private SafeFileHandle? _file;
    private string _path = "";
    private bool _restored;

    /// <summary>The parameters are about to change: what is not kept yet is taken from them, into a file until this is disposed of.</summary>
    /// <param name="path">The file; null for memory.</param>
    /// <exception cref="SluiceException">The file cannot be made.</exception>
    public IDisposable Begin(string? path)
    {
        if (path is null)
        {
            _ = Held;
            return this;
        }

        (_path, _restored) = (path, false);
        try
        {
            _file = File.OpenHandle(
                FileScope.Check(path), FileMode.Create, FileAccess.ReadWrite, FileShare.Delete, FileOptions.DeleteOnClose);

            // Elsewhere than on Windows a file without a name lives until it is closed, even by a kill.
            if (!OperatingSystem.IsWindows()) File.Delete(FileScope.Check(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Refused(e);
        }

        var held = _held ?? [.. parameters.Select(p => p.Value)];
        Each((p, r, at) => Write(held[p].Row(r), at));
        _held = null;
        return this;
    }

    /// <summary>Back to memory; those that were restored are the parameters' and need none.</summary>
    public void Dispose()
    {
        if (_file is null) return;
        if (!_restored)
        {
            _held = [.. parameters.Select(p => new Tensor([.. p.Shape]))];
            Each((p, r, at) => Read(_held[p].Row(r), at));
        }

        _file.Dispose();
        _file = null;
    }

    /// <summary>Takes them over from the parameters.</summary>
    public void Take()
    {
        _restored = false;
        if (_file is not null) Each((p, r, at) => Write(parameters[p].Value.Row(r), at));
        else for (int p = 0; p < Held.Length; p++) Held[p].CopyFrom(parameters[p].Value);
    }

    /// <summary>Takes them over from a file.</summary>
    /// <param name="find">The tensor of a parameter there.</param>
    public void Take(Func<Parameter, NamedTensor> find)
    {
        _restored = false;
        for (int p = 0; p < parameters.Count; p++) find(parameters[p]).CopyTo(Held[p]);
    }

    /// <summary>Sets the parameters to them.</summary>
    public void Restore()
    {
        if (_file is not null) Each((p, r, at) => Read(parameters[p].Value.Row(r), at));
        else for (int p = 0; p < Held.Length; p++) parameters[p].Value.CopyFrom(Held[p]);
        foreach (var parameter in parameters) parameter.Changed();
        _restored = true;
    }

    /// <summary>The parameters become what is kept, and the other way round, without a copy of either.</summary>
    public void Exchange()
    {
        Each((p, r, at) =>
        {
            var now = parameters[p].Value.Row(r);
            float[] row = new float[now.Length];
            if (_file is not null) Read(row, at);
            else Held[p].Row(r).CopyTo(row);
            if (_file is not null) Write(now, at);
            else now.CopyTo(Held[p].Row(r));
            row.CopyTo(now);
        });
        foreach (var parameter in parameters) parameter.Changed();
    }

    /// <summary>As tensors of a file to be written before they change.</summary>
    public IEnumerable<NamedTensor> Tensors(string prefix)
    {
        long at = 0;
        for (int p = 0; p < parameters.Count; p++)
        {
            var parameter = parameters[p];
            long begin = at;
            yield return _file is null
                ? NamedTensor.Of(prefix + parameter.Name, Held[p])
                : new NamedTensor(prefix + parameter.Name, ElementType.F32, [.. parameter.Shape], (into, from) => Read(into, begin + from));
            at += sizeof(float) * parameter.Count;
        }
    }

    private Tensor[] Held => _held ??= Copy(parameters);

    /// <summary>Every row of every parameter, with its place in the file.</summary>
    private void Each(Action<int, int, long> visit)
    {
        long at = 0;
        for (int p = 0; p < parameters.Count; p++)
        {
            var value = parameters[p].Value;
            for (int r = 0; r < value.Rows; r++, at += sizeof(float) * value.Columns) visit(p, r, at);
        }
    }

    private void Write(Span<float> row, long at)
    {
        try
        {
            RandomAccess.Write(_file!, MemoryMarshal.AsBytes(row), at);
        }
        catch (IOException e)
        {
            throw Refused(e);
        }
    }

    private void Read(Span<float> row, long at) => Read(MemoryMarshal.AsBytes(row), at);

    private void Read(Span<byte> bytes, long at)
    {
        try
        {
            for (int have = 0, got; have < bytes.Length; have += got)
            {
                got = RandomAccess.Read(_file!, bytes[have..], at + have);
                if (got == 0) throw new EndOfStreamException("it is shorter than what was written.");
            }
        }
        catch (IOException e)
        {
            throw Refused(e);
        }
    }

    private SluiceException Refused(Exception e)
        => new($"Training: the best weights so far cannot be kept in {_path}: {e.Message} Make room there, or train in another folder.", e);

    private static Tensor[] Copy(IReadOnlyList<Parameter> parameters) => [.. parameters.Select(p =>
    {
        var copy = new Tensor([.. p.Shape]);
        copy.CopyFrom(p.Value);
        return copy;
    })];
}
