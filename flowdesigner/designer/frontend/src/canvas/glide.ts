import { useReactFlow, type Viewport } from "@xyflow/react";
import { useCallback } from "react";

const MOTION_MS = 160;

/** The view on its way, after this part of the time: fast at first, then slower. */
export function between(from: Viewport, to: Viewport, part: number): Viewport {
  const done = 1 - (1 - part) ** 3;
  const mix = (a: number, b: number) => a + (b - a) * done;
  return { x: mix(from.x, to.x), y: mix(from.y, to.y), zoom: mix(from.zoom, to.zoom) };
}

function isSame(one: Viewport, other: Viewport): boolean {
  return one.x === other.x && one.y === other.y && one.zoom === other.zoom;
}

/** Moves the view smoothly, at once where motion is not wanted; whoever moves it meanwhile goes on from there. */
export function useGlide(): (to: Viewport) => void {
  const { getViewport, setViewport } = useReactFlow();
  return useCallback(
    (to: Viewport) => {
      if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) {
        void setViewport(to);
        return;
      }
      const from = getViewport();
      const began = performance.now();
      let last = from;
      const step = (now: number) => {
        if (!isSame(getViewport(), last)) return;
        const part = Math.min(1, Math.max(0, now - began) / MOTION_MS);
        void setViewport(part === 1 ? to : between(from, to, part));
        last = getViewport();
        if (part < 1) requestAnimationFrame(step);
      };
      requestAnimationFrame(step);
    },
    [getViewport, setViewport],
  );
}
