// The frame around every view: where one is, language, theme, depth of detail.
import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useHost } from "./api";
import { addressOf, open, useAddress, visit } from "./address";
import { languageNames, languages, useLanguage, useWords, type Text } from "./language";
import { themes, useTheme } from "./theme";
import { TourButton, TourStop } from "./tour";
import { Failure, Silence, Waiting } from "./ui/status";
import { views } from "./views";
import { Words } from "./words";

const text = {
  skip: ["To the content", "跳到内容", "跳到內容"],
  views: ["Views", "页面", "頁面"],
  language: ["Language", "语言", "語言"],
  theme: ["Theme", "主题", "主題"],
  auto: ["system", "跟随系统", "跟隨系統"],
  light: ["light", "浅色", "淺色"],
  dark: ["dark", "深色", "深色"],
  unknown: ["There is no such view. Choose one above.", "没有这个页面，请在上面选择。", "沒有這個頁面，請在上面選擇。"],
} satisfies Record<string, Text>;

const loaded = new Map<string, ComponentType>();

export function App() {
  const name = useAddress();
  const [language, setLanguage] = useLanguage();
  const [theme, setTheme] = useTheme();
  const t = useWords(text);
  const titles = useWords(Object.fromEntries(views.map((v) => [v.name, v.title])));
  const abouts = useWords(Object.fromEntries(views.map((v) => [v.name, v.about])));
  const [, draw] = useState(0);
  const [failure, setFailure] = useState<string>();
  // Another host knows nothing of what the one before held, so a view begins anew from its address.
  const { times } = useHost();
  const view = views.find((v) => v.name === name);

  useEffect(() => {
    if (!view || loaded.has(name)) return;
    view.load().then(
      (module) => {
        loaded.set(name, module.default);
        setFailure(undefined);
        draw((n) => n + 1);
      },
      (e: Error) => setFailure(e.message),
    );
  }, [name]);
  useEffect(() => {
    document.documentElement.lang = language;
    document.title = view ? `${titles[name]} · Sluice` : "Sluice";
    // The tab of the view stays in sight, also when a telephone is turned; the page itself is not moved.
    const seen = () => {
      const tab = document.querySelector<HTMLElement>("nav [aria-current]"), nav = tab?.parentElement;
      if (nav) nav.scrollLeft += tab!.getBoundingClientRect().left - nav.getBoundingClientRect().left - (nav.clientWidth - tab!.offsetWidth) / 2;
    };
    seen();
    addEventListener("resize", seen);
    return () => removeEventListener("resize", seen);
  }, [language, name]);

  const Content = loaded.get(name);
  return (
    <>
      <a class="skip" href="#content">{t.skip}</a>
      <header>
        <a class="home" aria-label="Sluice" href={addressOf("home")} onClick={go("home")}><img src="/icon.svg" alt="" width="24" height="24" /> <span>Sluice</span></a>
        <nav aria-label={t.views}>
          {views.map((v) => (
            <a key={v.name} href={addressOf(v.name)} onClick={go(v.name)} aria-current={v.name === name ? "page" : undefined}>{titles[v.name]}</a>
          ))}
        </nav>
        <div class="choices">
          <select aria-label={t.language} value={language} onChange={(e) => setLanguage(e.currentTarget.value as typeof language)}>
            {languages.map((l) => <option key={l} value={l}>{languageNames[l]}</option>)}
          </select>
          <select aria-label={t.theme} value={theme} onChange={(e) => setTheme(e.currentTarget.value as typeof theme)}>
            {themes.map((k) => <option key={k} value={k}>{t[k]}</option>)}
          </select>
          <Words />
          <TourButton />
        </div>
      </header>
      <main id="content" tabIndex={-1}>
        {view && <div class="head"><h1>{titles[name]}</h1><p class="about">{abouts[name]}</p></div>}
        <TourStop />
        <Silence />
        {!view ? <p>{t.unknown}</p> : failure ? <Failure message={failure} /> : Content ? <Content key={`${name} ${visit()} ${times}`} /> : <Waiting />}
      </main>
    </>
  );
}

/** A click opens a view without loading the page anew; with a key held the browser does as always. */
function go(name: string) {
  return (e: MouseEvent) => {
    if (e.ctrlKey || e.metaKey || e.shiftKey || e.button !== 0) return;
    e.preventDefault();
    open(name);
  };
}
