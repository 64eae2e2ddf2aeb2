using Sluice.Readers;

namespace Sluice.Files;

/// <summary>The formats of this package.</summary>
public static class TableFiles
{
    /// <summary>
    /// Lets every reader of tables know Excel, Parquet, SQLite and DuckDB files, and every reader what zstd has packed; tables are written as
    /// Parquet too. Public holidays of countries are known as well. Call it once when the program begins; again does no harm.
    /// </summary>
    public static void Register()
    {
        DataFile.Register([new ParquetFile(), new SqliteFile(), new DuckDbFile(), new ExcelFile()], [new Zstd()]);
        TableFile.Register(".parquet", ParquetWriting.Write);
        IHolidayCalendars.Source = new HolidayCalendars();
    }
}
