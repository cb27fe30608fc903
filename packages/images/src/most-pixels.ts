/** Most pixels of a picture that is read, and of an input: 10,000 × 10,000, 400 MB of RGBA. */
export const mostPixels = 100_000_000;
