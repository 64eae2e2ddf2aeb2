using System.Globalization;
using System.Text.Json;
using Npgsql;
using Orleans;
using Orleans.Runtime;

namespace Sluice.Cluster.Store;

/// <summary>
/// The servers of a cluster, in the table <c>sluice_silos</c>. A change bears the number of the table as it was read, so that none is lost.
/// </summary>
internal sealed class SiloTable(NpgsqlDataSource source) : IMembershipTable
{
    private const string Rows = "SELECT c.table_version, s.entry, s.etag, s.alive FROM sluice_cluster c LEFT JOIN sluice_silos s ON ";

    public Task InitializeMembershipTable(bool tryInitTableVersion) => Task.CompletedTask;

    public async Task DeleteMembershipTableEntries(string clusterId) => await Do("DELETE FROM sluice_silos");

    public async Task CleanupDefunctSiloEntries(DateTimeOffset beforeDate)
        => await Do($"DELETE FROM sluice_silos WHERE status = {(int)SiloStatus.Dead} AND alive < $1", beforeDate.UtcDateTime);

    public Task<MembershipTableData> ReadRow(SiloAddress key) => Read($"{Rows} s.address = $1", key.ToParsableString());

    public Task<MembershipTableData> ReadAll() => Read($"{Rows} true");

    public Task<bool> InsertRow(MembershipEntry entry, TableVersion tableVersion) => Change(
        tableVersion, "INSERT INTO sluice_silos (address, status, entry, etag, alive) VALUES ($1, $2, $3, 0, $4) ON CONFLICT DO NOTHING",
        Address(entry), (int)entry.Status, Write(entry), Utc(entry.IAmAliveTime));

    public Task<bool> UpdateRow(MembershipEntry entry, string etag, TableVersion tableVersion) => Change(
        tableVersion, "UPDATE sluice_silos SET status = $2, entry = $3, alive = $4, etag = etag + 1 WHERE address = $1 AND etag = $5",
        Address(entry), (int)entry.Status, Write(entry), Utc(entry.IAmAliveTime), int.Parse(etag, CultureInfo.InvariantCulture));

    public async Task UpdateIAmAlive(MembershipEntry entry)
        => await Do("UPDATE sluice_silos SET alive = $2, seen = now() WHERE address = $1", Address(entry), Utc(entry.IAmAliveTime));

    private async Task<int> Do(string text, params object[] values)
    {
        await using var command = source.CreateCommand(text);
        foreach (object value in values) command.Parameters.Add(new() { Value = value });
        return await command.ExecuteNonQueryAsync();
    }

    private async Task<bool> Change(TableVersion next, string text, params object[] values)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var version = new NpgsqlCommand("UPDATE sluice_cluster SET table_version = $1 WHERE table_version = $2", connection, transaction)
        {
            Parameters = { new() { Value = next.Version }, new() { Value = int.Parse(next.VersionEtag, CultureInfo.InvariantCulture) } },
        };
        if (await version.ExecuteNonQueryAsync() == 0) return false;
        await using var change = new NpgsqlCommand(text, connection, transaction);
        foreach (object value in values) change.Parameters.Add(new() { Value = value });
        if (await change.ExecuteNonQueryAsync() == 0) return false;
        await transaction.CommitAsync();
        return true;
    }

    private async Task<MembershipTableData> Read(string text, params object[] values)
    {
        await using var command = source.CreateCommand(text);
        foreach (object value in values) command.Parameters.Add(new() { Value = value });
        await using var row = await command.ExecuteReaderAsync();
        List<Tuple<MembershipEntry, string>> entries = [];
        int version = 0;
        while (await row.ReadAsync())
        {
            version = row.GetInt32(0);
            if (row.IsDBNull(1)) continue;
            var entry = ReadEntry(row.GetString(1));
            entry.IAmAliveTime = row.GetDateTime(3);
            entries.Add(new(entry, row.GetInt32(2).ToString(CultureInfo.InvariantCulture)));
        }

        return new(entries, new TableVersion(version, version.ToString(CultureInfo.InvariantCulture)));
    }

    private static string Address(MembershipEntry entry) => entry.SiloAddress.ToParsableString();

    private static DateTime Utc(DateTime time) => DateTime.SpecifyKind(time, DateTimeKind.Utc);

    private static string Write(MembershipEntry e) => JsonSerializer.Serialize(new Entry(
        Address(e), (int)e.Status, e.HostName ?? "", e.SiloName ?? "", e.RoleName ?? "", e.ProxyPort, e.UpdateZone, e.FaultZone, Utc(e.StartTime),
        [.. (e.SuspectTimes ?? []).Select(s => new Suspicion(s.Item1.ToParsableString(), Utc(s.Item2)))]));

    private static MembershipEntry ReadEntry(string json)
    {
        var e = JsonSerializer.Deserialize<Entry>(json)!;
        return new()
        {
            SiloAddress = SiloAddress.FromParsableString(e.Address),
            Status = (SiloStatus)e.Status,
            HostName = e.Host,
            SiloName = e.Name,
            RoleName = e.Role,
            ProxyPort = e.ProxyPort,
            UpdateZone = e.UpdateZone,
            FaultZone = e.FaultZone,
            StartTime = e.Start,
            SuspectTimes = [.. e.Suspects.Select(s => Tuple.Create(SiloAddress.FromParsableString(s.By), s.At))],
        };
    }

    private sealed record Entry(
        string Address, int Status, string Host, string Name, string Role, int ProxyPort, int UpdateZone, int FaultZone, DateTime Start,
        Suspicion[] Suspects);

    private sealed record Suspicion(string By, DateTime At);
}
