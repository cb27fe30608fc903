import { change, language } from '../../state/store.js';
import { initialState, stateAt } from '../../state/studio-state.js';
import { stops } from './stops.js';

/** Opens a stop, counted from 1: its view, set up at its figure. 0 leaves the path. */
export const openStop = (stop: number): void => {
  if (stop < 1 || stop > stops.length) return change({ stop: 0 });
  return change({ ...stateAt(stops[stop - 1].address, initialState), language: language.value, stop });
};
