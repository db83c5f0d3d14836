import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { RENDERER } from "./renderer.mjs";

const react = fileURLToPath(new URL("tests/react.mjs", import.meta.url));

export default defineConfig({
  resolve: { alias: { ...RENDERER, react } },
  test: { environment: "happy-dom", include: ["tests/**/*.test.{ts,tsx}"], restoreMocks: true },
});
