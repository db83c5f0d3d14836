/**
 * The page is written for React and drawn by Preact, which is a fifth of its size. Types, tests and React Flow see React;
 * the bundle, the dev page and the tests run what ships.
 */
export const RENDERER = {
  "react/jsx-runtime": "preact/jsx-runtime",
  "react/jsx-dev-runtime": "preact/jsx-runtime",
  "react-dom/client": "preact/compat/client",
  "react-dom": "preact/compat",
  react: "preact/compat",
};
