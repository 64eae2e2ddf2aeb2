using System.Globalization;
using Sluice.Data.Sequences;
using Sluice.Data.Tables;
using Sluice.Tasks.Classify;
using Sluice.Tasks.Forecast;
using Sluice.Tasks.Text;

/// <summary>What three saved models answer, to the bit.</summary>
internal static class Answers
{
    /// <summary>Loads the models in a folder and asks each; the numbers are printed as the bits of doubles.</summary>
    public static IEnumerable<string> Of(string folder)
    {
        var forecaster = Forecaster.Load(Path.Combine(folder, "forecast", "model.safetensors"));
        foreach (var forecast in forecaster.Predict(Sales(Path.Combine(folder, "forecast", "sales.csv"))))
            yield return $"forecast {forecast.Date:yyyy-MM-dd}: {Bits(forecast.Quantiles)}";

        var writer = LanguageModel.Load(Path.Combine(folder, "text", "model.safetensors"));
        yield return $"text: {writer.Write("the", 40, new SamplingOptions { Seed = 3 })}";
        yield return $"loss: {Bits([writer.Evaluate(writer.Encode("the cat sat on the mat.")).Loss])}";

        var classifier = Classifier.Load(Path.Combine(folder, "classify", "model.safetensors"));
        foreach (string name in new[] { "kowalski", "nielsen" })
            yield return $"classify {name}: {Bits(classifier.Classify(Sample.Of([.. name.Select(c => c.ToString())])))}";
    }

    /// <summary>Date, shop, price, kind and sold, as the columns were in training.</summary>
    private static Table Sales(string file)
    {
        string[][] rows = [.. File.ReadLines(file).Skip(1).Select(line => line.Split(','))];
        return new Table(
        [
            new DateColumn("date", [.. rows.Select(r => (DateTime?)DateTime.Parse(r[0], CultureInfo.InvariantCulture))]),
            new CategoryColumn("shop", [.. rows.Select(r => r[1])]),
            new NumberColumn("price", [.. rows.Select(r => double.Parse(r[2], CultureInfo.InvariantCulture))]),
            new CategoryColumn("kind", [.. rows.Select(r => r[3])]),
            new NumberColumn("sold", [.. rows.Select(r => double.Parse(r[4], CultureInfo.InvariantCulture))]),
        ]);
    }

    private static string Bits(IEnumerable<double> values)
        => string.Join(' ', values.Select(v => BitConverter.DoubleToUInt64Bits(v).ToString("x16")));
}
