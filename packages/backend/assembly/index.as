export { addToRows, sumRows } from './rows';
export { maxPoolGrad } from './pooling';
export { addColumns } from './columns';
export { filterGradient } from './filter';
export { product } from './product';
