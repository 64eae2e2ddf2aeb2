using Sluice.Autodiff;
using Sluice.Data.Sequences;
using Sluice.Layers;
using Sluice.Losses;

namespace Sluice.Tasks.Tag;

public sealed partial class Tagger
{
    /// <summary>Steps of the longest sequence that is held whole; a longer one is computed window by window, with one reading.</summary>
    public const int LongestWhole = 16384;

    private static Sample IfShort(Sample sample) => sample.Count > LongestWhole ? new Sample(0) : sample;

    /// <summary>
    /// What a long sequence gives, computed window by window: to the bit what it gives as a whole. Beside the sequence itself, two bytes for each
    /// step and tag are held.
    /// </summary>
    internal sealed class LongReading
    {
        private readonly Tagger _tagger;
        private readonly Sample _sample;
        private readonly ConditionalRandomField.Windows? _field;
        private readonly int[] _path, _targets;
        private readonly List<double[]> _probabilities = [];
        private readonly int _first;
        private double _logarithm, _loss;
        private Tensor? _most, _reverse;

        /// <summary>Reads a sequence.</summary>
        /// <param name="tagger">The tagger.</param>
        /// <param name="sample">The sequence, of a step or more.</param>
        /// <param name="last">How many of the last steps are recorded.</param>
        /// <param name="window">Steps of a window.</param>
        public LongReading(Tagger tagger, Sample sample, int last = 0, int window = StackWindows.Size)
        {
            (_tagger, _sample, _first) = (tagger, sample, Math.Max(0, sample.Count - last));
            _field = tagger.Field is null ? null : new ConditionalRandomField.Windows(tagger.Field, sample.Count, last);
            _path = new int[_field is null ? sample.Count : 0];
            _targets = sample.Tags is null ? [] : [.. tagger.Inward(sample.Tags).Select(tagger._tags.IndexOf)];
            if (tagger._stack is { } stack)
            {
                Recordings = new StackWindows(stack, sample.Count, Input, window).Record(last, (tape, from, y, final) =>
                {
                    Take(tape, from, tagger._output.Run(tape, y));
                    if (tagger._label is not null) Pool(tape, from + y.Rows == sample.Count, y, final);
                });
            }
            else
            {
                for (var (tape, from) = (new Tape(recording: false), 0); from < sample.Count; from += window)
                {
                    tape.Reset();
                    Take(tape, from, tagger._output.Run(tape, Input(tape, from, Math.Min(sample.Count, from + window))));
                }
            }

            var (path, probability) = _field?.Best() ?? (_path, Math.Exp(_logarithm));
            Tagging = new Tagging(tagger.Outward([.. path.Select(k => tagger.Tags[k])]), Label, probability, LabelProbability);
        }

        /// <summary>The most probable reading.</summary>
        public Tagging Tagging { get; }

        /// <summary>The loss, where the tags are known; a tag that was never seen in training counts for nothing.</summary>
        public double Loss
        {
            get
            {
                int known = _targets.Count(k => k >= 0);
                double tags = _field is null ? known == 0 ? 0 : _loss / known * known : IsScored ? _field.Loss(_targets) : 0;
                return LabelScores is null ? tags : tags + _tagger.LabelLoss(new Tape(recording: false), [_sample], LabelScores);
            }
        }

        /// <summary>What the layers computed at the last steps.</summary>
        public IReadOnlyList<Recording> Recordings { get; } = [];

        /// <summary>For each of the last steps the probability of each tag as it was learned.</summary>
        public IReadOnlyList<double[]> Probabilities => _field?.Marginals() ?? [.. _probabilities];

        /// <summary>The scores of the labels [1, labels], or null.</summary>
        public Tensor? LabelScores { get; private set; }

        private string? Label { get; set; }

        private double LabelProbability { get; set; } = 1;

        private bool IsScored => _targets.Length > 0 && !_targets.Contains(-1);

        private Tensor Input(Tape tape, int from, int to) => _tagger.Input.Run(tape, [Part(from, to)]);

        /// <summary>The scores of the next steps.</summary>
        private void Take(Tape tape, int from, Tensor scores)
        {
            if (_field is not null)
            {
                _field.Add(scores, IsScored ? _targets : null);
                return;
            }

            var p = Softmax.Of(tape, scores);
            for (int t = 0; t < p.Rows; t++)
            {
                _logarithm += MostProbable(p.Row(t), out _path[from + t]);
                if (from + t >= _first) _probabilities.Add(Array.ConvertAll(p.Row(t).ToArray(), v => (double)v));
            }

            if (_targets.Length == 0) return;
            foreach (double loss in CrossEntropy.Each(tape, scores, _targets[from..(from + scores.Rows)])) _loss += loss;
        }

        /// <summary>The most that each unit was, and with the last window the label of the whole.</summary>
        private void Pool(Tape tape, bool last, Tensor y, State[] final)
        {
            var here = Autodiff.Pool.Max(tape, y, null);
            _most ??= Kept(here);
            for (int c = 0; c < y.Columns; c++) if (here[0, c] > _most[0, c]) _most[0, c] = here[0, c];
            bool both = _tagger.Options.Bidirectional;
            if (both) _reverse ??= Kept(final[^1].Values[0]); // ends with the first window
            if (!last) return;
            LabelScores = Kept(_tagger.LabelScores(tape, _reverse ?? final[^1].Values[0], both ? final[^2].Values[0] : null, _most));
            (Label, LabelProbability) = _tagger.MostProbable(Softmax.Of(LabelScores).Row(0));
        }

        /// <summary>A row that stays when the tape lends its memory anew.</summary>
        private static Tensor Kept(Tensor row)
        {
            var copy = new Tensor(1, row.Columns);
            row.Row(0).CopyTo(copy.Row(0));
            return copy;
        }

        private Sample Part(int from, int to) => new(to - from, _sample.Line)
        {
            Words = _sample.Words.Count == 0 ? [] : [.. Enumerable.Range(from, to - from).Select(t => _sample.Words[t])],
            Rows = _sample.Rows.Length == 0 ? [] : _sample.Rows[(from * _tagger.Input.Width)..(to * _tagger.Input.Width)],
        };
    }
}
