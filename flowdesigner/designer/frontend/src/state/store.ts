import { type Action, reduce } from "./reducer";
import { initialState, type State } from "./state";

/** Holds the page's state; React reads it through `useDesigner`. */
export class Store {
  private current = initialState();
  private readonly listeners = new Set<() => void>();

  get state(): State {
    return this.current;
  }

  dispatch(action: Action): void {
    const next = reduce(this.current, action);
    if (next === this.current) return;
    this.current = next;
    for (const listener of [...this.listeners]) listener();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
}
