using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace Sluice.Studio;

/// <summary>
/// Connections by address. Who opens many and asks nothing, on purpose or not, loses the oldest of those that ask nothing, so that whoever
/// asks is answered; only where all of an address are asking is a further one refused.
/// </summary>
/// <param name="most">The most of one address.</param>
internal sealed class Connections(int most)
{
    private static readonly object s_key = new();

    private readonly Dictionary<IPAddress, LinkedList<Open>> _open = [];
    private readonly Lock _lock = new();

    /// <summary>Counts a connection from its beginning to its end.</summary>
    public async Task Count(ConnectionContext connection, ConnectionDelegate next)
    {
        var address = (connection.RemoteEndPoint as IPEndPoint)?.Address ?? IPAddress.None;
        var place = new LinkedListNode<Open>(new Open(connection));
        connection.Items[s_key] = place.Value;
        Open? dropped = null;
        lock (_lock)
        {
            if (!_open.TryGetValue(address, out var open)) _open[address] = open = [];
            if (open.Count >= most)
            {
                dropped = open.FirstOrDefault(c => !c.Asks) ?? place.Value;
                if (dropped != place.Value) open.Remove(dropped);
            }

            if (dropped != place.Value) open.AddLast(place);
        }

        dropped?.Connection.Abort(new ConnectionAbortedException("too many connections of one address"));
        if (dropped == place.Value) return;
        try
        {
            await next(connection);
        }
        finally
        {
            lock (_lock)
            {
                if (place.List is { } open) open.Remove(place);
                if (_open.TryGetValue(address, out var left) && left.Count == 0) _open.Remove(address);
            }
        }
    }

    /// <summary>Notes that the connection of a request asks something that is allowed.</summary>
    public static void Asked(HttpContext context)
    {
        if (context.Features.Get<Microsoft.AspNetCore.Connections.Features.IConnectionItemsFeature>() is { } connection
            && connection.Items.TryGetValue(s_key, out object? open))
            ((Open)open!).Asks = true;
    }

    private sealed class Open(ConnectionContext connection)
    {
        private volatile bool _asks;

        public ConnectionContext Connection => connection;

        public bool Asks { get => _asks; set => _asks = value; }
    }
}
