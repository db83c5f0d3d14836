// The canvas on a page of its own, with a stand-in for Python: npm run dev, then open the address it prints.
import { copyFile, mkdir } from "node:fs/promises";
import { context } from "esbuild";
import { RENDERER } from "../renderer.mjs";

await mkdir("dev/out", { recursive: true });
await copyFile("dev/index.html", "dev/out/index.html");
const pages = await context({
  entryPoints: { page: "dev/page.ts" },
  outdir: "dev/out",
  bundle: true,
  format: "esm",
  target: "es2022",
  jsx: "automatic",
  sourcemap: "inline",
  alias: RENDERER,
  define: { "process.env.NODE_ENV": '"development"' },
});
await pages.rebuild();
const { hosts, port } = await pages.serve({
  servedir: "dev/out",
  host: "127.0.0.1",
  port: Number(process.env.PORT ?? 0),
});
process.stdout.write(`http://${hosts[0]}:${port}/\n`);
