import { describe, expect, it } from "vitest";
import { parseRendered, parseTemplate, splitVariables } from "../src/text/segments";

describe("the pieces of a text", () => {
  it("are words and variables", () => {
    expect(splitVariables("Hi {firstname}, order {order.items[0]|upper}")).toEqual([
      { text: "Hi " },
      { variable: "firstname" },
      { text: ", order " },
      { variable: "order.items[0]|upper" },
    ]);
  });

  it("keep doubled braces and braces around no name as text", () => {
    expect(splitVariables("{{x}} {1} { }")).toEqual([{ text: "{x} {1} { }" }]);
  });

  it("keep the author's formatting and drop what is dangerous", () => {
    const pieces = parseTemplate(
      '<b>Hi {name}</b><script>x()</script><a href="javascript:x()">here</a><u>!</u>',
    );
    expect(pieces).toEqual([
      { tag: "b", children: [{ text: "Hi " }, { variable: "name" }] },
      { tag: "a", children: [{ text: "here" }] },
      { text: "!" },
    ]);
  });

  it("read a new line as a break", () => {
    expect(parseTemplate("a\nb")).toEqual([{ text: "a" }, { tag: "br", children: [] }, { text: "b" }]);
  });

  it("take braces in a message that was sent as they are", () => {
    expect(parseRendered("{name} &lt;x&gt;")).toEqual([{ text: "{name} <x>" }]);
  });
});
