/** How many values a tensor of a shape has: the product of its sizes, 1 for a scalar. */
export const sizeOfShape = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);
