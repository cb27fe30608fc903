export { holdsWholeNumbers, isLookedUp } from './join-inputs.js';
export { targetClasses, versusClasses } from './scores/target-classes.js';
