export { kerasModel } from './keras-model.js';
