/** What tests import as `react`: Preact as it ships, with `act`, which Preact keeps elsewhere. */
export * from "preact/compat";
export { default } from "preact/compat";
export { act } from "preact/test-utils";
