// Music as a piano roll that is heard while it plays.
import { useEffect, useRef, useState } from "preact/hooks";
import { fill, useWords } from "../../language";
import { useDepth } from "../../ui/depth";
import { Figure } from "../../ui/figure";
import { PlayerControls, usePlayer } from "../../ui/player";
import { useWidth } from "../../ui/width";
import { Roll } from "../train/roll";
import { chosen, type Shown } from "./asked";
import { WhichChoice } from "./controls";
import { silence, strike } from "./sound";
import { Square } from "./square";
import { text } from "./text";

// Seconds of a step: a hundred in a minute, as in the MIDI file.
const pace = 0.6;

export function Music({ drawn, ask }: Shown<number[]>) {
  const t = useWords(text);
  const [depth] = useDepth();
  const [loud, setLoud] = useState(true);
  const [box, width] = useWidth<HTMLDivElement>(1000);
  const which = chosen(ask, drawn.sequences.length), steps = drawn.sequences[which];
  const player = usePlayer(Math.max(1, steps.length), pace);
  const began = useRef(false);
  useEffect(() => {
    if (!player.playing || !loud) {
      silence();
      began.current = false;
      return;
    }
    const at = player.step, before = began.current ? steps[at - 1] ?? [] : [];
    began.current = true;
    for (const key of (steps[at] ?? []).filter((k) => !before.includes(k))) {
      let end = at + 1;
      while (steps[end]?.includes(key)) end++;
      strike(key, ((end - at) * pace) / player.speed);
    }
  }, [player.playing, player.step, loud, drawn, which]);
  useEffect(() => silence, []);
  const about = fill(t.musicAbout, { n: which + 1, count: drawn.sequences.length, steps: steps.length, given: drawn.given });
  return (
    <>
      {drawn.side > 0 ? <Square ask={ask} side={drawn.side} /> : <WhichChoice ask={ask} count={drawn.sequences.length} />}
      <Figure name="generate-music" title={t.music} about={about}>
        <div ref={box}><Roll given={steps.slice(0, drawn.given)} made={steps.slice(drawn.given)} truth={drawn.truth?.slice(drawn.given) ?? []} at={player.step + player.phase % 1} says={t.drawn} wide={Math.max(340, width)} /></div>
      </Figure>
      <PlayerControls player={player} drawing="svg.picture" />
      <div class="row">
        <label><input type="checkbox" name="sound" checked={loud} onChange={(e) => setLoud(e.currentTarget.checked)} /> {t.sound}</label>
        <a href={`/api/${ask.path("midi")}&which=${which}`} download="drawn.mid">{t.midi}</a>
      </div>
      {depth !== "picture" && <pre tabIndex={0} aria-label={t.keys}>{steps.map((keys, k) => `${k + 1}: ${keys.join(" ") || "–"}`).join("\n")}</pre>}
    </>
  );
}
