using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Sluice.Tests;

/// <summary>A PostgreSQL server of its own, in a temporary folder and on a free port of this machine, that ends with the tests.</summary>
public sealed class PostgresServer : IDisposable
{
    public const string User = "reader", Password = "open-sesame";

    private static readonly string? s_programs = OperatingSystem.IsWindows() ? null : Find();

    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-postgres").FullName;
    private readonly string _log;
    private readonly int _port = FreePort();

    public PostgresServer()
    {
        if (s_programs is null) throw new InvalidOperationException("PostgreSQL is not installed.");
        _log = Path.Combine(_folder, "log");
        string password = Path.Combine(_folder, "password");
        File.WriteAllText(password, Password);
        // The server refuses to run as root.
        if (IsRoot) Run("chown", "-R", "postgres", _folder);
        Server("initdb", "-D", Data, "-U", User, "-A", "scram-sha-256", $"--pwfile={password}", "-E", "UTF8", "--locale=C", "--no-sync");
        Start();
    }

    /// <summary>Why there can be no server, or null.</summary>
    public static string? Absent => s_programs is null
        ? "PostgreSQL is not installed: initdb and pg_ctl are neither on the path nor under /usr/lib/postgresql."
        : null;

    /// <summary>How to connect to it; without a password.</summary>
    public string WithoutPassword => $"Host=127.0.0.1;Port={_port};Database=postgres;Username={User};Pooling=false";

    /// <summary>How to connect to it.</summary>
    public string Connection => $"{WithoutPassword};Password={Password}";

    /// <summary>The same as an address of the web.</summary>
    public string Address => $"postgres://{User}:{Password}@127.0.0.1:{_port}/postgres";

    private static bool IsRoot => Environment.UserName == "root";

    private string Data => Path.Combine(_folder, "data");

    private bool IsRunning => File.Exists(Path.Combine(Data, "postmaster.pid"));

    public void Start()
    {
        if (!IsRunning)
            Server(
                "pg_ctl", "start", "-w", "-D", Data, "-l", _log, "-o",
                $"-F -p {_port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=60");
    }

    /// <summary>Ends the server at once, whatever it is doing.</summary>
    public void Kill()
    {
        if (IsRunning) Server("pg_ctl", "stop", "-m", "immediate", "-D", Data);
    }

    /// <summary>Waits until the server has worked for so long on a query with this in it.</summary>
    public void WaitForQuery(string part, TimeSpan time)
    {
        using var connection = new NpgsqlConnection(Connection);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND pid <> pg_backend_pid() AND query LIKE '%{part}%' AND clock_timestamp() - query_start > interval '{time.TotalSeconds} s'";
        while ((long)command.ExecuteScalar()! == 0) Thread.Sleep(20);
    }

    public void Dispose()
    {
        Kill();
        Directory.Delete(_folder, recursive: true);
    }

    private static string? Find()
    {
        string[] folders =
        [
            .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator),
            .. Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").Select(f => Path.Combine(f, "bin")) : []
        ];
        return folders.FirstOrDefault(f => File.Exists(Path.Combine(f, "initdb")) && File.Exists(Path.Combine(f, "pg_ctl")));
    }

    private static void Server(string program, params string[] arguments)
    {
        string path = Path.Combine(s_programs!, program);
        if (IsRoot) Run("runuser", ["-u", "postgres", "--", path, .. arguments]);
        else Run(path, arguments);
    }

    // Output is not read: the server would hold the pipe open for as long as it lives.
    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo("sh", ["-c", "exec \"$0\" \"$@\" >/dev/null 2>&1", program, .. arguments]) { WorkingDirectory = "/" })!;
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>One server for the tests of a class; none where PostgreSQL is absent, and its tests are skipped.</summary>
public sealed class PostgresFixture : IDisposable
{
    private readonly PostgresServer? _server = PostgresServer.Absent is null ? new PostgresServer() : null;

    public PostgresServer Running => _server!;

    public void Dispose() => _server?.Dispose();
}

/// <summary>A test against a real server; skipped with a reason where PostgreSQL is absent.</summary>
public sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute() => Skip = PostgresServer.Absent;
}

/// <summary>A table of cases against a real server; skipped with a reason where PostgreSQL is absent.</summary>
public sealed class PostgresTheoryAttribute : TheoryAttribute
{
    public PostgresTheoryAttribute() => Skip = PostgresServer.Absent;
}
