import { options } from "preact";

/**
 * Effects run before the next event, as React does it after a key or a click. Preact's own way, after the next picture,
 * lets a quick typist's second letter overtake the effect of the first.
 */
options.requestAnimationFrame = queueMicrotask;
