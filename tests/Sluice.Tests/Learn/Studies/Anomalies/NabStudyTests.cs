using Sluice.Learn.Studies.Anomalies;
using Sluice.Readers;
using Sluice.Tasks.Anomalies;

namespace Sluice.Tests.Learn.Studies.Anomalies;

public class NabStudyTests
{
    private const string Labels = "nab/labels/combined_windows.json";

    [RealDataFact(Labels)]
    public void Published_scores_are_reproduced_and_the_net_is_above_them()
    {
        string folder = Path.GetDirectoryName(Path.GetDirectoryName(RealData.Find(Labels)))!;
        var series = NabCorpus.Read(folder);
        Assert.Equal((58, 365_558, 116), (series.Count, series.Sum(s => s.Values.Length), series.Sum(s => s.Windows.Count)));
        var results = new NabStudy(new NabRun(folder, new AnomalyOptions(), Seeds: 1), series).Run().ToDictionary(r => r.Detector);
        Assert.All(results["null"].Runs[0], s => Assert.Equal(0, s.Score));

        // As on the benchmark's scoreboard, and with as many false alarms as its results/windowedGaussian has with the standard profile.
        var gaussian = results["windowed Gaussian"];
        Assert.Equal((1.0, 409), (gaussian.Runs[0][0].Threshold, gaussian.Runs[0][0].FalseAlarms));
        Assert.Equal(39.6, gaussian.Score(0), 0.06);
        Assert.Equal(20.9, gaussian.Score(1), 0.06);
        Assert.Equal(47.4, gaussian.Score(2), 0.06);

        Assert.InRange(results["random"].Score(0), 5, 18);
        Assert.Equal(57.0, results["beyond the range"].Score(0), 0.06);
        Assert.Equal(61.3, results["last value"].Score(0), 0.06);
        Assert.True(results["net"].Score(0) > 63, $"{results["net"].Score(0)}");
        Assert.True(results["net, at its own threshold"].Score(0) > 62, $"{results["net, at its own threshold"].Score(0)}");
    }
}
