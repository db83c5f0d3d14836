// Bundles the canvas for anywidget: ../static/designer.js (an ES module) and ../static/designer.css.
import { build } from "esbuild";
import { RENDERER } from "./renderer.mjs";

await build({
  entryPoints: { designer: "src/index.tsx" },
  outdir: "../static",
  bundle: true,
  format: "esm",
  target: "es2022",
  jsx: "automatic",
  minify: true,
  legalComments: "external",
  alias: {
    ...RENDERER,
    "d3-color": "./slim-colour.mjs",
    "d3-transition": "./slim-transition.mjs",
    "zustand/traditional": "./slim-zustand.mjs",
  },
  charset: "utf8",
  define: { "process.env.NODE_ENV": '"production"' },
  logLevel: "info",
});
