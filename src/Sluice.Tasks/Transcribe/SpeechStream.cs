using Sluice.Audio;

namespace Sluice.Tasks.Transcribe;

/// <summary>Text of sound that is still coming in.</summary>
public sealed class SpeechStream
{
    private readonly FeatureStream _features;
    private readonly TranscriberStream _text;

    /// <summary>Listens from the beginning of an utterance.</summary>
    /// <param name="model">A transcriber of one direction that learned from sound.</param>
    /// <param name="decoding">How texts are found; null for the best class of each step.</param>
    /// <exception cref="SluiceException">The model learned from no sound, or hears the whole before it says a word.</exception>
    public SpeechStream(Transcriber model, DecodingOptions? decoding = null)
    {
        _text = new TranscriberStream(model, decoding);
        _features = new FeatureStream(new SpectralFeatures(
            model.Sound ?? throw new SluiceException("SpeechStream: expected a transcriber that learned from sound, got one of other features.")));
    }

    /// <summary>The most probable text so far.</summary>
    public string Text => _text.Text;

    /// <summary>The beginning of it that nothing to come will change.</summary>
    public string Settled => _text.Settled;

    /// <summary>Takes samples of the model's rate, from -1 to 1.</summary>
    public void Push(ReadOnlySpan<float> samples) => _text.Push(_features.Push(samples));

    /// <summary>The text of all that came; the stream begins anew.</summary>
    public string Finish()
    {
        _text.Push(_features.Finish());
        return _text.Finish();
    }
}
