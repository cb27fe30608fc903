/**
 * The activation function of all hidden layers. The thesis uses `sigmoid`; `identity` makes the network linear up to its
 * max-pooling.
 */
export type LeNetActivation = 'sigmoid' | 'relu' | 'softplus' | 'identity' | 'tanh';

/** Every {@link LeNetActivation}, the thesis' one first. */
export const leNetActivations: readonly LeNetActivation[] = ['sigmoid', 'relu', 'softplus', 'identity', 'tanh'];

/**
 * Whether a string names an activation of the LeNet.
 *
 * @param name - any string
 * @returns true for one of {@link leNetActivations}
 */
export const isLeNetActivation = (name: string): name is LeNetActivation =>
  (leNetActivations as readonly string[]).includes(name);

/** What TensorFlow.js calls it. */
export const layersActivation = (activation: LeNetActivation): Exclude<LeNetActivation, 'identity'> | 'linear' =>
  activation === 'identity' ? 'linear' : activation;
