/** The name under which a block kind travels in a drag. */
export const DRAGGED_KIND = "application/x-flowdesigner-kind";
