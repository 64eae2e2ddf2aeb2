import { render } from "preact";
import { App } from "./app";
import "./style.css";
import { watchMore } from "./ui/more";

render(<App />, document.getElementById("app")!);
watchMore();
