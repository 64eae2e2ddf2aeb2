namespace Sluice.Tasks.Calibration;

/// <summary>Errors of quantiles that were forecast from rolling origins: the places of a series one after the other, then the next series.</summary>
/// <param name="horizon">Rows that are forecast.</param>
/// <param name="levels">Quantiles of each row.</param>
internal sealed class ForecastErrors(int horizon, int levels)
{
    private readonly List<double>[] _errors = [.. Enumerable.Range(0, horizon * levels).Select(_ => new List<double>())];
    private readonly List<(int Series, int Origin)>[] _places = [.. Enumerable.Range(0, horizon).Select(_ => new List<(int, int)>())];

    /// <summary>Rows that are forecast.</summary>
    public int Horizon => horizon;

    /// <summary>Adds the errors of a row.</summary>
    /// <param name="series">The series.</param>
    /// <param name="origin">The first row that was forecast from this place.</param>
    /// <param name="ahead">How far ahead of it the row is, from 0.</param>
    /// <param name="errors">The value less each quantile, [levels].</param>
    public void Add(int series, int origin, int ahead, ReadOnlySpan<double> errors)
    {
        _places[ahead].Add((series, origin));
        for (int q = 0; q < levels; q++) _errors[ahead * levels + q].Add(errors[q]);
    }

    /// <summary>The errors of a level so many rows ahead, in the order of their places.</summary>
    public IReadOnlyList<double> Of(int ahead, int level) => _errors[ahead * levels + level];

    /// <summary>The same of each series by itself.</summary>
    public IReadOnlyDictionary<int, ForecastErrors> BySeries()
    {
        Dictionary<int, ForecastErrors> all = [];
        Span<double> errors = stackalloc double[levels];
        for (int h = 0; h < horizon; h++)
        {
            for (int i = 0; i < _places[h].Count; i++)
            {
                var (series, origin) = _places[h][i];
                for (int q = 0; q < levels; q++) errors[q] = Of(h, q)[i];
                if (!all.TryGetValue(series, out var own)) all[series] = own = new ForecastErrors(horizon, levels);
                own.Add(series, origin, h, errors);
            }
        }

        return all;
    }

    /// <summary>
    /// As how many independent errors the n errors of a row h ahead count, n Σ e² / Σ (1 − |i − k| / h) e_i e_k, from 1 to n: the sum over all
    /// places i and k of one series less than h rows apart. Such forecasts share rows, so that they err together (Newey and West 1987).
    /// </summary>
    /// <param name="ahead">How far ahead, from 0: h − 1.</param>
    /// <param name="level">The level whose errors are looked at; the median.</param>
    public double Independent(int ahead, int level)
    {
        var (errors, places) = (Of(ahead, level), _places[ahead]);
        double squares = 0, pairs = 0, near = 0, moments = 0;
        for (int i = 0, from = 0; i < errors.Count; i++)
        {
            while (from < i && (places[from].Series != places[i].Series || places[i].Origin - places[from].Origin > ahead))
            {
                near -= errors[from];
                moments -= errors[from] * places[from++].Origin;
            }

            if (from == i) (near, moments) = (0, 0);
            squares += errors[i] * errors[i];
            pairs += errors[i] * (near - (places[i].Origin * near - moments) / (ahead + 1));
            near += errors[i];
            moments += errors[i] * places[i].Origin;
        }

        double all = squares + 2 * pairs;
        return all <= squares ? errors.Count : Math.Max(1, errors.Count * squares / all);
    }
}
