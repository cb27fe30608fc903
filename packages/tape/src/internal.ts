export { apartFromTape } from './apart-from-tape.js';
export { clearFailedTape } from './failed-tape.js';
export { layerWithoutGradient } from './layer-without-gradient.js';
