/**
 * `zustand/traditional` for the bundle: the same on Preact's own `useSyncExternalStore`, without the shims for older
 * Reacts, which are half as large as the rest of the store and keep all of `preact/compat` from being left out.
 */
import { useRef, useSyncExternalStore } from "react";
import { createStore } from "zustand/vanilla";

const itself = (state) => state;

export function useStoreWithEqualityFn(store, selector = itself, isEqual = Object.is) {
  const kept = useRef({});
  return useSyncExternalStore(store.subscribe, () => {
    const { state, select, value } = kept.current;
    const now = store.getState();
    // A selector that makes a new object each time must give the same one for the same state, or drawing never ends.
    if (state === now && select === selector) return value;
    const found = selector(now);
    kept.current = {
      state: now,
      select: selector,
      value: state !== undefined && isEqual(value, found) ? value : found,
    };
    return kept.current.value;
  });
}

export function createWithEqualityFn(create, isEqual) {
  const store = createStore(create);
  // biome-ignore lint/correctness/noComponentHookFactories: zustand's own API; the canvas makes one store, once.
  const useStore = (selector, equal = isEqual) => useStoreWithEqualityFn(store, selector, equal);
  return Object.assign(useStore, store);
}
