using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using MySqlConnector;

namespace Sluice.Tests;

/// <summary>A MariaDB server of its own, in a temporary folder and on a free port of this machine, that ends with the tests.</summary>
public sealed class MariaDbServer : IDisposable
{
    public const string User = "reader", Password = "open-sesame";

    private static readonly string? s_server = OperatingSystem.IsWindows() ? null : Find("mariadbd"), s_install = Find("mariadb-install-db");

    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-mariadb").FullName;
    private readonly Process _process;

    public MariaDbServer()
    {
        if (Absent is not null) throw new InvalidOperationException(Absent);
        int port = FreePort();
        string data = Path.Combine(_folder, "data"), setup = Path.Combine(_folder, "setup.sql");
        // A statement a line.
        File.WriteAllText(
            setup,
            $"CREATE DATABASE shop CHARACTER SET utf8mb4;\nCREATE USER '{User}'@'127.0.0.1' IDENTIFIED BY '{Password}';\nGRANT ALL ON shop.* TO '{User}'@'127.0.0.1';\n");
        // As root the server takes the user that its package made.
        string[] user = Environment.UserName == "root" ? ["--user=mysql"] : [];
        if (user.Length > 0) Start("chown", "-R", "mysql", _folder).WaitForExit();
        using (var install = Start(
            s_install!,
            ["--no-defaults", $"--datadir={data}", "--auth-root-authentication-method=normal", "--skip-test-db", .. user])) install.WaitForExit();
        _process = Start(s_server!,
        [
            "--no-defaults", $"--datadir={data}", $"--port={port}", "--bind-address=127.0.0.1", $"--socket={_folder}/s", $"--init-file={setup}",
            "--skip-name-resolve", .. user
        ]);
        Connection = $"Server=127.0.0.1;Port={port};Database=shop;User ID={User};Password={Password};Pooling=false";
        for (var begun = Stopwatch.StartNew(); !Answers(); Thread.Sleep(100))
        {
            if (!_process.HasExited && begun.Elapsed < TimeSpan.FromMinutes(1)) continue;
            Dispose();
            throw new InvalidOperationException("MariaDB does not start.");
        }
    }

    /// <summary>Why there can be no server, or null.</summary>
    public static string? Absent
        => s_server is null || s_install is null ? "MariaDB is not installed: mariadbd and mariadb-install-db are not on the path." : null;

    /// <summary>How to connect to it.</summary>
    public string Connection { get; }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private bool Answers()
    {
        try
        {
            using var connection = new MySqlConnection(Connection);
            connection.Open();
            return true;
        }
        catch (MySqlException)
        {
            return false;
        }
    }

    // A server stands where an ordinary user may have no path to.
    private static string? Find(string program)
        => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Concat(["/usr/sbin", "/usr/local/sbin"])
        .Select(f => Path.Combine(f, program)).FirstOrDefault(File.Exists);

    // Output is not read: the server would hold the pipe open for as long as it lives.
    private static Process Start(string program, params string[] arguments)
        => Process.Start(new ProcessStartInfo("sh", ["-c", "exec \"$0\" \"$@\" >/dev/null 2>&1", program, .. arguments]) { WorkingDirectory = "/" })!;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>A test against a real server; skipped with a reason where MariaDB is absent.</summary>
public sealed class MariaDbFactAttribute : FactAttribute
{
    public MariaDbFactAttribute() => Skip = MariaDbServer.Absent;
}
