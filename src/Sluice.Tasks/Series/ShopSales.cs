using System.Globalization;
using System.Text;
using Sluice.Kernels;

namespace Sluice.Tasks.Series;

/// <summary>Made-up sales of two shops: a level that rises, weeks, seasons, special offers at a lower price, and noise.</summary>
internal static class ShopSales
{
    private const int Days = 730;

    /// <summary>The table, the two shops in turn.</summary>
    public static IReadOnlyList<(string Path, string Content)> Files()
    {
        double[] week = [0.8, 0.8, 0.9, 1, 1.3, 1.6, 0.6];
        var random = new RandomStream(1, Purpose.Data);
        var text = new StringBuilder("date,shop,price,sold\n");
        for (int day = 0, draw = 0; day < Days; day++)
        {
            var date = new DateTime(2023, 1, 1).AddDays(day);
            foreach (var (shop, level, usual) in new[] { ("north", 40.0, 2.5), ("south", 65.0, 2.2) })
            {
                // An offer lasts from Thursday to Saturday of some weeks.
                bool offer =
                    date.DayOfWeek is DayOfWeek.Thursday or DayOfWeek.Friday or DayOfWeek.Saturday && (day / 7 + shop.Length + shop[0]) % 5 == 0;
                double season = 1 + 0.25 * Math.Sin(2 * Math.PI * (date.DayOfYear - 100) / 365), noise = 0.2 * (random.Uniform((uint)draw++) - 0.5);
                double sold = level * (1 + 0.3 * day / Days) * week[((int)date.DayOfWeek + 6) % 7] * season * (offer ? 1.4 : 1) * (1 + noise);
                text.Append(CultureInfo.InvariantCulture, $"{date:yyyy-MM-dd},{shop},{usual * (offer ? 0.8 : 1):F2},{Math.Round(sold)}\n");
            }
        }

        return [("shops.csv", $"{text}")];
    }
}
