export { apartFromTape } from './apart-from-tape.js';
export { clearFailedTape } from './failed-tape.js';
export { whyNoGradient } from './why-no-gradient.js';
