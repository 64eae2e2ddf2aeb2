// How each net draws, with h⁻ the memory of the steps before.
import { isBetween, isSquare, type Way } from "./asked";

const nets: Record<string, string> = {
  draw: "x^ = x − σ(c⁻)\nr = read(x, x^, hᵈ⁻)\nhᵉ = encoder([r, hᵈ⁻])\nz ~ N(μ(hᵉ), σ²(hᵉ))\nhᵈ = decoder(z)\nc = c⁻ + write(hᵈ)\np(pixel) = σ(c)",
  vrnn: "z ~ N(φp(h⁻))\nx ~ p(x | φd(φz(z), h⁻))\nh = cell([φx(x), φz(z)], h⁻)",
  storn: "z ~ N(0, 1)\nh = cell([x⁻, z], h⁻)\nx ~ p(x | V h + b)",
  plain: "h = cell(x⁻, h⁻)\nx ~ p(x | V h + b)",
};

export function formula(net: string, way: Way): string {
  if (isSquare(way)) return `z = (1 − v) ((1 − u) z₁ + u z₂) + v ((1 − u) z₃ + u z₄),  u, v = 0 … 1\n${nets[net] ?? ""}`;
  if (isBetween(way)) return `z = (1 − s) z₁ + s z₂,  s = 0 … 1\n${nets[net] ?? ""}`;
  return net === "draw" && way === "nothing" ? "z ~ N(0, 1)\nhᵈ = decoder(z)\nc = c⁻ + write(hᵈ)\np(pixel) = σ(c)" : nets[net] ?? "";
}
