import { describe, expect, it } from "vitest";
import { type Mode, toNodes, toSource } from "../src/text/source";

function written(source: string, mode: Mode = "rich"): string {
  const root = document.createElement("div");
  root.append(...toNodes(source, mode));
  return toSource(root, mode);
}

describe("the editor's text", () => {
  it.each([
    "Hi {firstname}, how are you?",
    "<b>Bold</b> and <i>so</i>",
    '<a href="https://example.com">here</a>',
    "<h1>Title</h1><p>Text</p>",
    "1 &lt; 2 &amp; 3",
    "{{not a variable}}",
    "one<br>two",
  ])("comes back as it was: %s", (source) => {
    expect(written(source)).toBe(source);
  });

  it("without formatting is what was typed", () => {
    expect(written("a < b {x}", "line")).toBe("a < b {x}");
  });

  it("keeps the lines of plain text, however the browser made them", () => {
    const body = '{\n  "who": {"email": "{email}"}}';
    expect(written(body, "lines")).toBe(body);
    expect(written('{"braces": "{{x}}"}', "lines")).toBe('{"braces": "{{x}}"}');
    const root = document.createElement("div");
    root.innerHTML = "one<div>two</div><div><br></div><div>four</div><br>";
    expect(toSource(root, "lines")).toBe("one\ntwo\n\nfour");
  });

  it("shows a variable as one piece that cannot be edited", () => {
    const [chip] = toNodes("{name}", "rich") as HTMLElement[];
    expect(chip?.dataset.variable).toBe("name");
    expect(chip?.contentEditable).toBe("false");
  });

  it("of a line that was opened and left empty is nothing", () => {
    const root = document.createElement("div");
    root.innerHTML = "<p>Hello</p><p><br></p>";
    expect(toSource(root, "rich")).toBe("Hello");
  });
});
