import { attackParameters } from '../views/attack/attack-parameters.js';
import { explainParameters } from '../views/explain/explain-parameters.js';
import { imagineParameters } from '../views/imagine/imagine-parameters.js';
import { modelParameters, ownParameters } from '../views/model/model-parameters.js';
import { resultsParameters } from '../views/results/results-parameters.js';
import { segmentsParameters } from '../views/segments/segments-parameters.js';
import { thesisParameters } from '../views/thesis/thesis-parameters.js';
import { inputIn, inputText, type Input } from './input.js';
import { choice, initialOf, number, valuesIn, written, type Parameters, type ValuesOf } from './parameters.js';

/** The views, in the order of the navigation, with their settings. */
export const views = {
  explain: explainParameters,
  imagine: imagineParameters,
  attack: attackParameters,
  segments: segmentsParameters,
  thesis: thesisParameters,
  model: modelParameters,
  results: resultsParameters,
} as const;

/** The name of a view. */
export type ViewName = keyof typeof views;

/** The names of the views. */
export const viewNames = Object.keys(views) as ViewName[];

/** Networks that can be looked at: those that ship, and the one whose file was opened. */
export const networkNames = ['lenet', 'lenet-thesis', 'lenet-relu', 'lenet-robust', 'own'] as const;

/** The name of a network. */
export type NetworkName = (typeof networkNames)[number];

/** The name of a network that ships. */
export type ShippedNetwork = Exclude<NetworkName, 'own'>;

/** Languages of the page. */
export const languages = ['en', 'es'] as const;

/** Settings that all views share. */
const shared = {
  network: choice(networkNames, 'lenet'),
  language: choice(languages, 'en'),
  /** The stop of the path through the thesis that set the view up, counted from 1; 0 where none did. */
  stop: number(0, 12, 1, 0),
};

/** The settings of a view. */
export type ViewValues<V extends ViewName> = ValuesOf<(typeof views)[V]>;

/** Everything that a link restores. */
export interface StudioState extends ValuesOf<typeof shared> {
  /** The view that is open. */
  readonly view: ViewName;
  /** What is looked at. */
  readonly input: Input;
  /** The settings of each view. */
  readonly values: { readonly [V in ViewName]: ViewValues<V> };
}

/** What is there at first. */
export const initialState: StudioState = {
  view: 'explain',
  input: { kind: 'sample', digit: 5 },
  ...initialOf(shared),
  values: Object.fromEntries(
    viewNames.map((view) => [view, initialOf(views[view] as Parameters)]),
  ) as unknown as StudioState['values'],
};

/** Whether a view other than that of the model itself looks at a model of one's own, whose file and settings its address has too. */
const hasOwn = ({ network, view }: Pick<StudioState, 'network' | 'view'>): boolean =>
  network === 'own' && view !== 'model';

/** The part of an address after `#` that restores a state: its view, what is shared, and the settings of that view. */
export const addressOf = (state: StudioState): string => {
  const { view } = state;
  const input = inputText(state.input);
  const query = new URLSearchParams([
    ...(input === inputText(initialState.input) ? [] : [['in', input]]),
    ...written(shared, state),
    ...written(views[view] as Parameters, state.values[view]),
    ...(hasOwn(state) ? written(ownParameters, state.values.model) : []),
  ]);
  return [view, ...(query.size > 0 ? [query.toString()] : [])].join('?');
};

/** The state that an address says; what it does not say, or not rightly, is as it is in `before`. */
export const stateAt = (address: string, before: StudioState = initialState): StudioState => {
  const at = address.indexOf('?');
  const name = at < 0 ? address : address.slice(0, at);
  const view = viewNames.find((one) => one === name) ?? before.view;
  const query = new URLSearchParams(at < 0 ? '' : address.slice(at + 1));
  const common = valuesIn(shared, query);
  const model = hasOwn({ ...common, view }) ? { ...before.values.model, ...valuesIn(ownParameters, query) } : {};
  return {
    ...before,
    ...common,
    view,
    input: inputIn(query.get('in') ?? '') ?? initialState.input,
    values: {
      ...before.values,
      model: { ...before.values.model, ...model },
      [view]: valuesIn(views[view] as Parameters, query),
    },
  };
};
