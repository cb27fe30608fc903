import type { ExplanationOptions } from '@interp/lrp';
import { initialOf } from '../../state/parameters.js';
import type { ViewValues } from '../../state/studio-state.js';
import { explainParameters } from '../explain/explain-parameters.js';
import { explanationOptions } from '../explain/explanation-options.js';

/** The options of `explanationOf` that the settings of the view say. */
export const lookOptions = ({ class: chosen, ...values }: ViewValues<'model'>): ExplanationOptions => ({
  ...explanationOptions({ ...initialOf(explainParameters), ...values, class: 'read' }),
  ...(chosen !== 'read' && { target: Number(chosen) }),
});
