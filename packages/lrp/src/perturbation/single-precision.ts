/** The numbers that stay finite in the 32 bits of a tensor, for `checkNumber`. */
export const singlePrecision = { min: -3.4e38, max: 3.4e38 } as const;
