import { computed, signal, type ReadonlySignal } from '@preact/signals';
import { changed, historyOf, redone, undone } from './history.js';
import {
  addressOf,
  initialState,
  stateAt,
  viewNames,
  type StudioState,
  type ViewName,
  type ViewValues,
} from './studio-state.js';

const history = signal(historyOf(initialState));

/** The state of the page. */
export const state = computed(() => history.value.present);

/** A part of the state by itself: what shows it is drawn again where it changes, not wherever anything does. */
const part = <K extends keyof StudioState>(name: K): ReadonlySignal<StudioState[K]> =>
  computed(() => state.value[name]);

/** The view that is open. */
export const view = part('view');

/** What is looked at. */
export const input = part('input');

/** The network that is looked at. */
export const network = part('network');

/** The language of the page. */
export const language = part('language');

/** The stop of the path through the thesis. */
export const stop = part('stop');

/** The settings of each view. */
export const settings = Object.fromEntries(
  viewNames.map((name) => [name, computed(() => state.value.values[name])]),
) as unknown as { readonly [V in ViewName]: ReadonlySignal<ViewValues<V>> };

/** Whether there is something to undo. */
export const canUndo = computed(() => history.value.past.length > 0);

/** Whether there is something to redo. */
export const canRedo = computed(() => history.value.future.length > 0);

/** A change to the setting of the same name within this time is one step of undoing. */
const together = 700;
let last = { key: '', at: 0 };

/** Changes the state. Changes of one `key` that follow each other closely are undone together. */
export const change = (patch: Partial<StudioState>, key = Object.keys(patch).join()): void => {
  const now = performance.now();
  const merge = key === last.key && now - last.at < together;
  last = { key, at: now };
  history.value = changed(history.value, { ...state.value, ...patch }, merge);
};

/** Changes settings of a view. */
export const changeValues = <V extends ViewName>(view: V, patch: Partial<ViewValues<V>>): void => {
  const { values } = state.value;
  const key = `${view} ${Object.keys(patch).join()}`;
  change({ values: { ...values, [view]: { ...values[view], ...patch } } }, key);
};

/** Goes back by one change. */
export const undo = (): void => void ((history.value = undone(history.value)), (last = { key: '', at: 0 }));

/** Goes forward again by one change. */
export const redo = (): void => void ((history.value = redone(history.value)), (last = { key: '', at: 0 }));

/** Restores the state of the page's address, and keeps the address up with the state from then on. */
export const followAddress = (): void => {
  const restore = (): void => {
    const address = location.hash.slice(1);
    if (address !== addressOf(state.value)) history.value = changed(history.value, stateAt(address, state.value));
  };
  // What the page was opened with is the first state: there is nothing before it to go back to.
  history.value = historyOf(stateAt(location.hash.slice(1)));
  addEventListener('hashchange', restore);
  let waiting = 0;
  // Browsers refuse more than some changes of the address in a few seconds.
  history.subscribe(() => {
    clearTimeout(waiting);
    waiting = window.setTimeout(() => window.history.replaceState(null, '', `#${addressOf(state.value)}`), 200);
  });
};
