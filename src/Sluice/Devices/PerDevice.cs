namespace Sluice.Devices;

/// <summary>What a layer keeps for each device that it has run on: one, as a rule. Any number of threads may ask.</summary>
internal sealed class PerDevice<T>(Func<Device, T> create) where T : class
{
    private readonly Lock _adding = new();
    private volatile (Device Device, T Value)[] _all = [];

    /// <summary>All that are kept.</summary>
    public IEnumerable<T> Values => _all.Select(e => e.Value);

    /// <summary>What is kept for a device; made at the first call.</summary>
    public T On(Device device)
    {
        foreach (var (known, value) in _all)
            if (known == device) return value;
        lock (_adding)
        {
            foreach (var (known, value) in _all)
                if (known == device) return value;
            var made = create(device);
            _all = [.. _all.Where(e => !e.Device.IsDisposed), (device, made)];
            return made;
        }
    }
}
