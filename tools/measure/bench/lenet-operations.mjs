/** Multiplications and additions of the LeNet's layers for one digit: two convolutions of 5 × 5 and three dense layers. */
const layers = [24 * 24 * 6 * 25, 8 * 8 * 16 * 150, 256 * 300, 300 * 84, 84 * 10].map((products) => 2 * products);
const all = layers.reduce((sum, of) => sum + of);

/** Of a forward pass, of one with the gradient of the image, and of one with the gradients of the weights. */
export const lenetOperations = { forward: all, gradient: 2 * all, training: 3 * all - layers[0] };
