using System.Text.Json;
using Sluice.Tasks.Forecast;
using Sluice.Tasks.Settings;
using Sluice.Tasks.Tag;
using Sluice.Tasks.Text;
using Sluice.Training;

namespace Sluice.Tests.Tasks.Settings;

public class SettingListTests
{
    private static readonly TextRun s_text = new("t.txt", new LanguageModelOptions(), new TrainingOptions());
    private static readonly ForecastRun s_forecast = new("t.csv", new ForecasterOptions { Target = "y" }, new TrainingOptions());

    [Fact]
    public void Every_option_has_a_setting()
    {
        Covers(TextRun.Settings.All.Select(s => s.Key), typeof(LanguageModelOptions), typeof(TrainingOptions));
        Covers(ForecastRun.Settings.All.Select(s => s.Key), typeof(ForecasterOptions), typeof(TrainingOptions));
    }

    [Fact]
    public void Every_setting_is_written_and_read_back()
    {
        BackAndForth(TextRun.Settings, s_text);
        BackAndForth(ForecastRun.Settings, s_forecast);
    }

    private static void Covers(IEnumerable<string> keys, params Type[] options)
    {
        var names = keys.Select(k => k[(k.IndexOf('.') + 1)..]).ToHashSet();
        foreach (var property in options.SelectMany(o => o.GetProperties()).Where(p => p.CanWrite))
        {
            string name = property.Name == nameof(TrainingOptions.ClipNorm) ? "clip" : JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);
            Assert.Contains(name, names);
        }
    }

    private static void BackAndForth<T>(SettingList<T> settings, T run)
    {
        foreach (var setting in settings.All)
        {
            string changed = setting switch
            {
                { IsText: false } when setting.Read(run) is "true" or "false" => setting.Read(run) == "true" ? "false" : "true",
                {
                    IsText: false, Key: "training.warm_up"
                    or "training.momentum" or "training.gaps" or "data.validation" or "data.test" or "model.dropout"
                    or "model.recurrent_dropout"
                } => "0.25",
                { IsText: false } => "7",
                { Key: "model.quantiles" } => "0.2,0.5,0.8",
                _ when setting.Comment.Contains(": ") && setting.Comment.Contains(", ") && !setting.Key.StartsWith(
                    "data.target", StringComparison.Ordinal) => setting.Comment[(setting.Comment.LastIndexOf(", ", StringComparison.Ordinal) + 2)..],
                _ => "a \"b\"\\ c",
            };
            if (setting.Key is "data.columns" or "data.known" or "data.words" or "data.missing") changed = "a,b c";
            if (setting.Key == "model.cell") changed = "gru+zoneout:0.2";
            if (setting.Key == "data.decimal") changed = ",";
            if (setting.Key == "columns.*") changed = "a b=date:d/M/yyyy";
            if (setting.Key == "data.sql") changed = TableSettings.WithoutPassword("Host=a;Database=\"b;c\"");
            var other = setting.Write(run, changed);
            Assert.Equal(changed, setting.Read(settings.FromJson(run, settings.ToJson(other), "config.json")));
            Assert.Equal(settings.ToJson(other), settings.ToJson(settings.FromJson(run, settings.ToJson(other), "config.json")));
        }
    }

    [Fact]
    public void A_configuration_names_its_task_and_is_refused_by_another()
    {
        var run = new TagRun("x", new Sluice.Tasks.Tag.TaggerOptions(), new TrainingOptions());
        string json = TagRun.Settings.ToJson(run with { Data = "y" });
        Assert.Contains("\"task\": \"tag\"", json);
        Assert.Equal("y", TagRun.Settings.FromJson(run, json, "c.json").Data);
        var text = new TextRun("", new LanguageModelOptions(), new TrainingOptions());
        var e = Assert.Throws<SluiceFormatException>(() => TextRun.Settings.FromJson(text, json, "c.json"));
        Assert.Contains("of the task 'text', got one of 'tag'", e.Message);
        Assert.Equal(2, e.Line);
        Assert.Throws<SluiceFormatException>(() => TagRun.Settings.FromJson(run, "{\"task\": 3}", "c.json"));
        Assert.Equal("x", TagRun.Settings.FromJson(run, "{\"model\": {\"hidden\": 4}}", "c.json").Data);
    }
}
