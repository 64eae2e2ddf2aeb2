using Sluice.Inspection;

namespace Sluice.Tasks.Text;

/// <summary>What one state tells of a feature.</summary>
/// <param name="Layer">The layer, from 0.</param>
/// <param name="State">The letter of the state.</param>
/// <param name="Units">Its units.</param>
/// <param name="Figure">Of classes the share that a linear probe tells right, of numbers R² = 1 − Σ(y − ŷ)² / Σ(y − ȳ)².</param>
/// <param name="Balanced">Of classes the mean over them of the share told right; null for numbers.</param>
public sealed record ProbedState(int Layer, string State, int Units, BlockFigure Figure, BlockFigure? Balanced);

/// <summary>What one unit tells of a feature by itself.</summary>
/// <param name="Layer">The layer, from 0.</param>
/// <param name="State">The letter of the state.</param>
/// <param name="Learned">Class and threshold, with the score on the part that they were found on.</param>
/// <param name="Tested">The score of the same on the later part.</param>
public sealed record ProbedUnit(int Layer, string State, UnitScore Learned, UnitScore Tested);

/// <summary>What is told without the net.</summary>
/// <param name="Name">Such as <c>the last symbol</c>.</param>
/// <param name="Symbols">How many symbols it looks at, 0 for none.</param>
/// <param name="Figure">As of a state.</param>
/// <param name="Balanced">As of a state.</param>
public sealed record ProbeBaseline(string Name, int Symbols, BlockFigure Figure, BlockFigure? Balanced);

/// <summary>A part of the text with the states in it, to be looked at.</summary>
/// <param name="From">Its first symbol.</param>
/// <param name="Labels">The labels of its symbols.</param>
/// <param name="States">The values of each state of the probe at its symbols.</param>
public sealed record ProbePassage(int From, float[] Labels, IReadOnlyList<Activity> States);

/// <summary>
/// What a language model keeps track of: how much of a feature of the text a linear probe reads off each of its states, beside what the last
/// symbols alone tell, and which single units carry it. The probes learn from the first part of the text and are measured on the rest.
/// </summary>
public sealed record TextProbe
{
    // So many places are looked at, fewer where the values of all states at them would take more than a quarter of a gigabyte.
    private const int MostLearned = 20_000, MostTested = 10_000, MostValues = 1 << 26;

    /// <summary>How many units are told.</summary>
    public const int MostUnits = 20;

    /// <summary>The feature.</summary>
    public required string Feature { get; init; }

    /// <summary>Its classes; none for a number.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>The mean loss of the text that was read, in nats a symbol; NaN where the states were given.</summary>
    public double Loss { get; init; } = double.NaN;

    /// <summary>At how many symbols the probes learned.</summary>
    public required int Learned { get; init; }

    /// <summary>At how many symbols they were measured.</summary>
    public required int Tested { get; init; }

    /// <summary>What is told without the net, from nothing and from the last symbols.</summary>
    public required IReadOnlyList<ProbeBaseline> Baselines { get; init; }

    /// <summary>Every state of every layer.</summary>
    public required IReadOnlyList<ProbedState> States { get; init; }

    /// <summary>
    /// The units that tell most by themselves of a class that is in both parts, by their score where the threshold was found, the best first.
    /// </summary>
    public required IReadOnlyList<ProbedUnit> Units { get; init; }

    /// <summary>A passage of the part that was measured on, where the feature changes; null where the states were given.</summary>
    public ProbePassage? Passage { get; init; }

    /// <summary>Lets a model read a text, window by window, and probes its states.</summary>
    /// <param name="model">The model.</param>
    /// <param name="symbols">The text.</param>
    /// <param name="labels">The label of each of its symbols.</param>
    /// <param name="passage">The length of the passage that is kept.</param>
    /// <exception cref="SluiceFormatException">Too few labels, or but one of them in a part of the text.</exception>
    public static TextProbe Of(LanguageModel model, int[] symbols, SymbolLabels labels, int passage = 0)
    {
        if (labels.Values.Length != symbols.Length)
            throw new SluiceException($"TextProbe: expected a label for each of {symbols.Length} symbols, got {labels.Values.Length}.");
        List<(int Layer, string State, int Units)> states = symbols.Length == 0
            ? []
            : [.. model.Inspect(symbols[..1]).Recordings.SelectMany((r, layer) => r.States.Select(s => (layer, s, r.Value(s).Columns)))];
        int most = Math.Max(30, MostValues / Math.Max(1, states.Sum(s => s.Units)));
        var places = ProbePlaces.Of(labels, Math.Min(MostLearned, most * 2 / 3), Math.Min(MostTested, most / 3));
        int[] chosen = [.. places.Learn, .. places.Test];
        int from = places.Change(labels, passage), to = Math.Min(symbols.Length, from + passage);
        List<ProbedValues> values = [.. states.Select(s => new ProbedValues(s.Layer, s.State, new Activity(chosen.Length, s.Units, false)))];
        List<Activity> shown = [.. states.Select(s => new Activity(to - from, s.Units, false))];
        int next = 0;
        var reading = model.Read(symbols[..Math.Max(chosen[^1] + 1, to)], 1, (start, layers) =>
        {
            int first = next;
            for (int k = 0; k < states.Count; k++)
            {
                var rows = layers[states[k].Layer].Value(states[k].State);
                for (next = first; next < chosen.Length && chosen[next] < start + rows.Rows; next++)
                    rows.Row(chosen[next] - start).CopyTo(values[k].Values.Row(next));
                for (int t = Math.Max(from, start); t < Math.Min(to, start + rows.Rows); t++) rows.Row(t - start).CopyTo(shown[k].Row(t - from));
            }
        });
        return Of(values, places, [.. Enumerable.Range(0, chosen.Length)], symbols, labels) with
        {
            Loss = reading.Loss(),
            Passage = to > from ? new ProbePassage(from, labels.Values[from..to], shown) : null,
        };
    }

    /// <summary>Probes states that were recorded.</summary>
    /// <param name="values">The values of each state.</param>
    /// <param name="places">Where the probes learn and are measured.</param>
    /// <param name="rows">The row of each of these places in the values, those to learn from first.</param>
    /// <param name="symbols">The text.</param>
    /// <param name="labels">The label of each of its symbols.</param>
    internal static TextProbe Of(IReadOnlyList<ProbedValues> values, ProbePlaces places, int[] rows, int[] symbols, SymbolLabels labels)
    {
        int[] learn = rows[..places.Learn.Length], test = rows[places.Learn.Length..];
        float[] learned = [.. places.Learn.Select(t => labels.Values[t])];
        int[] classes = labels.IsNumber ? [] : [.. learned.Select(y => (int)y)];
        var measure = new ProbeMeasure([.. places.Test.Select(t => labels.Values[t])], labels.Classes.Count);
        string nothing = labels.IsNumber ? "the mean" : $"always '{labels.Classes[(int)SymbolTable.Learn(symbols, places.LearnAll, labels, 0).Tell(0)]}'";
        return new TextProbe
        {
            Feature = labels.Feature,
            Classes = labels.Classes,
            Learned = learn.Length,
            Tested = test.Length,
            Baselines = [Baseline(nothing, 0), Baseline("the last symbol", 1), Baseline($"the last {SymbolTable.Most} symbols", SymbolTable.Most)],
            States = [.. values.Select(State)],
            Units = [.. values.SelectMany(v => Scores(v.Values).Select(s => (Of: v, Score: s))).OrderByDescending(s => s.Score.Score).Take(MostUnits)
                .Select(s => new ProbedUnit(s.Of.Layer, s.Of.State, s.Score, s.Score.On(s.Of.Values, test, measure.Truth)))],
        };

        ProbeBaseline Baseline(string name, int order)
        {
            var table = SymbolTable.Learn(symbols, places.LearnAll, labels, order);
            double[] told = [.. places.Test.Select(table.Tell)];
            return new ProbeBaseline(name, order, measure.Figure(told), measure.Balanced(told));
        }

        ProbedState State(ProbedValues v)
        {
            var probe = labels.IsNumber ? LinearProbe.OfNumbers(v.Values, learn, learned)
                : LinearProbe.OfClasses(v.Values, learn, classes, labels.Classes.Count);
            double[] told = [.. test.Select(t => labels.IsNumber ? probe.NumberOf(v.Values.Row(t)) : probe.ClassOf(v.Values.Row(t)))];
            return new ProbedState(v.Layer, v.State, v.Values.Units, measure.Figure(told), measure.Balanced(told));
        }

        UnitScore[] Scores(Activity activity) => labels.IsNumber ? UnitScore.OfNumbers(activity, learn, learned)
            : UnitScore.OfClasses(activity, learn, classes, labels.Classes.Count, [.. measure.Truth.Select(y => (int)y).Distinct()]);
    }
}

/// <summary>The values of a state at some symbols.</summary>
internal sealed record ProbedValues(int Layer, string State, Activity Values);
