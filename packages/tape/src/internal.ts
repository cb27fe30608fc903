export { applied, withoutOldMasks } from './applied.js';
export { apartFromTape } from './apart-from-tape.js';
export { clearFailedTape } from './failed-tape.js';
export { whyNoGradient } from './why-no-gradient.js';
export {
  anyOf,
  apartFromRecording,
  constant,
  decided,
  handedOver,
  hasHalfFloats,
  hostTensor,
  hostValues,
  isRecording,
  kernel,
  kernelIfThere,
  kernelsIfThere,
  loop,
  loopsAreFree,
  partIf,
  valuesNow,
  walkStays,
  withPart,
  type Recorder,
} from './host/host.js';
export { recordPlaces, type PlaceTools } from './host/record-places.js';
export { repetitions, type Repeated } from './host/repetitions.js';
