export { attribution, type Attribution, type AttributionOptions } from './attribution.js';
export { imageTotals } from './image-totals.js';
