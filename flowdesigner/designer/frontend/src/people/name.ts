const KEY = "flowdesigner.name";

/** How the person at this page wants to be called by others; "" until it was said. */
export function readName(storage: Storage | null): string {
  try {
    return storage?.getItem(KEY) ?? "";
  } catch {
    return "";
  }
}

export function keepName(storage: Storage | null, name: string): void {
  try {
    storage?.setItem(KEY, name);
  } catch {
    // Storage may be switched off; the name then holds until the page is loaded again.
  }
}
