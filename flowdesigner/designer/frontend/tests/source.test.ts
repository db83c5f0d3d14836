import { describe, expect, it } from "vitest";
import { toNodes, toSource } from "../src/text/source";

function written(source: string, rich = true): string {
  const root = document.createElement("div");
  root.append(...toNodes(source, rich));
  return toSource(root, rich);
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
    expect(written("a < b {x}", false)).toBe("a < b {x}");
  });

  it("shows a variable as one piece that cannot be edited", () => {
    const [chip] = toNodes("{name}", true) as HTMLElement[];
    expect(chip?.dataset.variable).toBe("name");
    expect(chip?.contentEditable).toBe("false");
  });

  it("of a line that was opened and left empty is nothing", () => {
    const root = document.createElement("div");
    root.innerHTML = "<p>Hello</p><p><br></p>";
    expect(toSource(root, true)).toBe("Hello");
  });
});
