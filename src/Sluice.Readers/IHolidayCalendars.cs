namespace Sluice.Readers;

/// <summary>The public holidays of countries. May be asked by any number of threads.</summary>
public interface IHolidayCalendars
{
    /// <summary>The calendars of this program; null until a package brings some, as <c>TableFiles.Register()</c> of Sluice.Files does.</summary>
    static IHolidayCalendars? Source { get; set; }

    /// <summary>The countries, by the two capitals of ISO 3166, in their order.</summary>
    IReadOnlyList<string> Countries { get; }

    /// <summary>The holidays of a country, such as DE, or of a region, such as DE-BY; null where it is not known.</summary>
    /// <exception cref="SluiceFormatException">The calendar does not know the year.</exception>
    IReadOnlyList<DateTime>? Days(string code, int year);
}
