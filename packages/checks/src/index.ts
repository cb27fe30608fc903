export { InterpError, isInterpError, type InterpErrorCode } from './interp-error.js';
export { csvCell, plainJson, plainLines, plainText, shownName, shownNames, shownPath } from './plain-text.js';
export { isTensor, shownValue } from './shown-value.js';
export { nearestName } from './nearest.js';
export { checkBoolean, checkChoice, checkGivenText, checkText } from './choices.js';
export {
  checkCallback,
  checkFields,
  checkFunctions,
  checkGivenFunction,
  checkList,
  checkRecords,
  type FieldKind,
  type ListLimits,
} from './lists.js';
export { checkNumber, type NumberLimits } from './numbers.js';
export { checkedOptions, checkObject, isObject } from './objects.js';
export {
  boolean,
  callback,
  checkedBy,
  choice,
  list,
  nested,
  number,
  optionsTable,
  text,
  withFunctions,
  withoutDefaults,
  type Check,
  type Default,
  type DefaultedKeys,
  type DefaultedRule,
  type Flat,
  type NestedTable,
  type OptionRule,
  type OptionRules,
  type OptionsTable,
  type Presence,
  type WithDefaults,
} from './options.js';
