export { adam } from './adam';
export { addColumns } from './columns';
export { addToRows, sumRows } from './rows';
export { convolution } from './convolution';
export { filterGradient } from './filter';
export { maxPoolGrad } from './pooling';
export { product } from './product';
export { sigmoidGradient } from './sigmoid';
