/** Hands the browser a file to save. */
export function saveFile(name: string, content: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

/** What came as text, or as bytes in base 64. */
export function contentOf({ text, base64 }: { text?: string; base64?: string }): Blob {
  if (base64 === undefined) return new Blob([text ?? ""], { type: "text/plain;charset=utf-8" });
  return new Blob([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))]);
}

/** Lets a person choose a file; its text, or nothing when none is chosen. */
export function chooseText(accept: string): Promise<string | undefined> {
  const input = document.createElement("input");
  input.type = "file";
  input.accept = accept;
  return new Promise((done) => {
    input.addEventListener("change", () => done(input.files?.[0]?.text()));
    input.addEventListener("cancel", () => done(undefined));
    input.click();
  });
}
