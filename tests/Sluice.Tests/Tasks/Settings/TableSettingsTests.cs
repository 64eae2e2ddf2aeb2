using Sluice.Tasks.Settings;

namespace Sluice.Tests.Tasks.Settings;

public class TableSettingsTests
{
    [Theory]
    [InlineData("Host=h;Password=secret;Database=d")]
    [InlineData("host=h;pwd=secret;database=d")]
    [InlineData("Host=h; PASSWORD = \"sec;ret\" ;Database=d")]
    [InlineData("Host=h;Database=d;SSL Password=secret;psw=secret")]
    public void A_password_is_used_and_never_written(string connection)
    {
        var query = TableSettings.Settings.Apply(new TableSettings(), "data.sql", connection);
        Assert.Equal(connection, query.Connection);
        string json = TableSettings.Settings.ToJson(query);
        Assert.DoesNotContain("sec", json.Replace("is secret", "", StringComparison.Ordinal));
        Assert.Contains("host=h;database=d", json, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void What_is_no_connection_is_refused_without_repeating_it()
    {
        string message = Assert.Throws<SluiceException>(
            () => TableSettings.Settings.Apply(new TableSettings(), "data.sql", "postgresql://me:secret@host")).Message;
        Assert.Contains("data.sql: expected keys and values", message);
        Assert.DoesNotContain("secret", message);
    }
}
