export { withCorrectedGradients } from './with-corrected-gradients.js';
