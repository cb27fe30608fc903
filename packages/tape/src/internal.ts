export { clearFailedTape } from './failed-tape.js';
