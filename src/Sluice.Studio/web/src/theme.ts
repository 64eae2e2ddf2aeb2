import { useEffect } from "preact/hooks";
import { useChoice } from "./address";

export const themes = ["auto", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

const kept = (): Theme => (themes.find((t) => t === localStorage.getItem("sluice-theme")) ?? "auto");

export function useTheme(): [Theme, (theme: Theme) => void] {
  const [theme, set] = useChoice("theme", themes, kept());
  useEffect(() => {
    document.documentElement.style.colorScheme = theme === "auto" ? "light dark" : theme;
  }, [theme]);
  return [
    theme,
    (next) => {
      localStorage.setItem("sluice-theme", next);
      set(next);
    },
  ];
}
