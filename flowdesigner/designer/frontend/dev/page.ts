import canvas from "../src/index";
import type { Theme } from "../src/protocol/bot";
import { FakeModel } from "./model";
import { manyBlocks, sampleFlow } from "./sample";

const options = new URLSearchParams(window.location.search);
const count = Number(options.get("blocks") ?? 0);
const model = new FakeModel(count ? manyBlocks(count) : sampleFlow());
model.set("theme", (options.get("theme") ?? "light") as Theme);
model.set("embedded", options.has("embedded"));
if (options.has("empty")) model.python.clear();
const el = document.querySelector<HTMLElement>("#shell");
if (el) canvas.render({ model, el });
Object.assign(window, { model });
