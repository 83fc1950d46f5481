/** The entry: shows the page, then loads language, engine and data. */
import { render } from "preact";
import "uplot/dist/uPlot.min.css";
import "./style/theme.css";
import "./style/sidebar.css";
import "./style/panel.css";
import "./style/page.css";
import "./style/controls.css";
import "./style/editor.css";
import "./style/results.css";
import "./style/tree.css";
import { registerOffline } from "./offline";
import { start } from "./start";
import { applyTheme } from "./state/settings";
import { startToolkit } from "./toolkit";
import { App } from "./views/App";

applyTheme();
const root = document.getElementById("app");
if (root) render(<App />, root);
void startToolkit();
void start();
registerOffline();
