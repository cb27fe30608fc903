export { openNativeKernels, type NativeKernels } from './open-native-kernels.js';
export type { BoundKernels, Kernel } from './bound-kernels.js';
