/**
 * How many values a tensor of a shape has.
 *
 * @param shape - sizes along its axes
 * @returns their product, 1 for a scalar
 */
export const sizeOfShape = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);
