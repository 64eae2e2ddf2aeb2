namespace Sluice.Tasks.Settings;

/// <summary>What the page calls settings: a few stand in front, all others behind.</summary>
public static partial class SettingWords
{
    /// <summary>What the page calls the settings that stand in front, by key.</summary>
    public static IReadOnlyDictionary<string, Words> All { get; } = new Dictionary<string, Words>
    {
        ["data.target"] = new("Column to predict", "要预测的列", "要預測的欄"),
        ["data.id"] = new("Column of the series or unit", "序列或单元编号列", "序列或單元編號欄"),
        ["data.time"] = new("Column of the time", "时间列", "時間欄"),
        ["data.action"] = new("Column of the action", "动作列", "動作欄"),
        ["data.tokenizer"] = new("Symbols", "符号", "符號"),
        ["model.cell"] = new("Cell", "循环单元", "循環單元"),
        ["model.hidden"] = new("Units of a layer", "每层单元数", "每層單元數"),
        ["model.layers"] = new("Layers", "层数", "層數"),
        ["model.dropout"] = new("Dropout", "随机失活", "隨機失活"),
        ["training.epochs"] = new("Epochs", "轮数", "輪數"),
        ["training.batch"] = new("Batch", "批大小", "批次大小"),
        ["training.rate"] = new("Learning rate", "学习率", "學習率"),
        ["training.seed"] = new("Seed", "随机种子", "隨機種子"),
    };

    /// <summary>The settings that name a column of a table.</summary>
    public static IReadOnlySet<string> Columns { get; }
        = new HashSet<string>
        {
            "data.target",
            "data.id",
            "data.time",
            "data.episode",
            "data.action",
            "data.step",
            "data.text",
            "data.sequence",
            "data.values"
        };
}
