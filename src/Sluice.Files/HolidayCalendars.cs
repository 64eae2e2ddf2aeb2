using System.Globalization;
using PublicHoliday;
using Sluice.Readers;

namespace Sluice.Files;

/// <summary>Public holidays by the library PublicHoliday.</summary>
internal sealed class HolidayCalendars : IHolidayCalendars
{
    // Poland has two codes there, of which one is ISO's.
    public IReadOnlyList<string> Countries { get; } =
        [.. Enum.GetNames<PublicHolidayCountryCode>().Where(n => n != "Po").Select(n => n.ToUpperInvariant()).Order(StringComparer.Ordinal)];

    // The library does not say whether its calendars may be asked at once.
    private readonly Lock _library = new();

    public IReadOnlyList<DateTime>? Days(string code, int year)
    {
        lock (_library) return Asked(code, year);
    }

    private IReadOnlyList<DateTime>? Asked(string code, int year)
    {
        string[] parts = code.ToUpperInvariant().Split('-');
        if (parts.Length > 2 || !Countries.Contains(parts[0])) return null;
        try
        {
            return Calendar(Enum.Parse<PublicHolidayCountryCode>(parts[0], ignoreCase: true), parts.Length > 1 ? parts[1] : null) is { } calendar
                ? [.. calendar.PublicHolidays(year).Select(d => d.Date)]
                : null;
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw new SluiceFormatException($"the public holidays of {code} are not known for the year {year}.", inner: e);
        }
        catch (TypeInitializationException e) when (e.InnerException is CultureNotFoundException)
        {
            throw new SluiceException(
                "HolidayCalendars: expected cultures by name, of which this program knows none. Set PredefinedCulturesOnly to false in its project, beside InvariantGlobalization.",
                e);
        }
    }

    private static IPublicHolidays? Calendar(PublicHolidayCountryCode country, string? region) => (country, region) switch
    {
        (_, null) => PublicHolidayFactory.GetPublicHolidayForCountry(country),
        (PublicHolidayCountryCode.De, _) when Region(region, out GermanPublicHoliday.States state) => new GermanPublicHoliday { State = state },
        (PublicHolidayCountryCode.Au, _) when Region(region, out AustraliaPublicHoliday.States state) => new AustraliaPublicHoliday { State = state },
        (PublicHolidayCountryCode.Ch, _) when Region(region, out SwitzerlandPublicHoliday.Cantons canton)
            => new SwitzerlandPublicHoliday { Canton = canton },
        (PublicHolidayCountryCode.Gb, "ENG") => new UKBankHoliday(UKBankHoliday.UkCountries.England),
        (PublicHolidayCountryCode.Gb, "WLS") => new UKBankHoliday(UKBankHoliday.UkCountries.Wales),
        (PublicHolidayCountryCode.Gb, "SCT") => new UKBankHoliday(UKBankHoliday.UkCountries.Scotland),
        (PublicHolidayCountryCode.Gb, "NIR") => new UKBankHoliday(UKBankHoliday.UkCountries.NorthernIreland),
        _ => null,
    };

    // Regions are named by their codes in capitals; ALL stands for none of them.
    private static bool Region<TRegion>(string text, out TRegion region) where TRegion : struct, Enum
    {
        region = default;
        return text != "ALL" && Enum.GetNames<TRegion>().Contains(text) && Enum.TryParse(text, out region);
    }
}
