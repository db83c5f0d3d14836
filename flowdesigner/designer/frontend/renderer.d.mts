export const RENDERER: Record<string, string>;
