export { joinInputs, type JoinedInputs, type JoinInputsOptions } from './join-inputs.js';
export { scoreValues, type Score, type ScoreOptions } from './scores/score.js';
export { crossEntropyStart, relevanceStart, scoreStart } from './scores/score-starts.js';
export { units, type UnitsOptions } from './units.js';
export { values, type ValuesOptions } from './values.js';
