// Notes that are heard: a soft tone that fades.
let audio: AudioContext | undefined;
const sounding = new Set<OscillatorNode>();

export function strike(key: number, seconds: number): void {
  audio ??= new AudioContext();
  const now = audio.currentTime, end = now + Math.max(0.15, seconds), tone = audio.createOscillator(), loud = audio.createGain();
  tone.type = "triangle";
  tone.frequency.value = 440 * 2 ** ((key - 69) / 12);
  loud.gain.setValueAtTime(0, now);
  loud.gain.linearRampToValueAtTime(0.14, now + 0.015);
  loud.gain.exponentialRampToValueAtTime(0.001, end);
  tone.connect(loud).connect(audio.destination);
  tone.onended = () => { sounding.delete(tone); loud.disconnect(); };
  tone.start(now);
  tone.stop(end);
  sounding.add(tone);
}

export function silence(): void {
  for (const tone of sounding) tone.stop();
  sounding.clear();
}
