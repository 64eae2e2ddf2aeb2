// Two squashing functions, and a signal through taps.
import { useNumber } from "../../address";
import { useGet } from "../../api";
import { useWords, type Text } from "../../language";
import { DepthChoice } from "../../ui/depth";
import { Failure, Waiting } from "../../ui/status";
import { Parity } from "./parity";
import { Squash, type Curves } from "./squash";
import { Taps } from "./taps";
import "./view.css";

const text = {
  squashing: ["Squashing", "压缩", "壓縮"],
  gating: ["A signal through a gate", "信号通过门", "訊號通過門"],
  parity: ["A state that flips beside one that fades", "翻转的状态与衰减的状态", "翻轉的狀態與衰減的狀態"],
} satisfies Record<string, Text>;

export default function View() {
  const t = useWords(text);
  const { data, error } = useGet<Curves>("gates/curves");
  const [x, setX] = useNumber("x", 1);
  return (
    <>
      <div class="row"><DepthChoice /></div>
      <h2>{t.squashing}</h2>
      {error ? <Failure message={error} /> : data ? <Squash curves={data} x={x} onX={setX} /> : <Waiting />}
      <h2>{t.gating}</h2>
      <Taps />
      <h2>{t.parity}</h2>
      <Parity />
    </>
  );
}
