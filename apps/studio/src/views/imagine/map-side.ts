/** Digits on a side of the map of codes. */
export const mapSide = 13;
