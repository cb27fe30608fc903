import { ChoiceControl, NumberControl } from '../../parts/controls.js';
import type { ValuesOf } from '../../state/parameters.js';
import { words } from '../../words/words.js';
import { methodParameters as parameters } from './explain-parameters.js';
import { numbersOf } from './explanation-options.js';
import { explainWords, ruleNames } from './explain-words.js';

/** A method, its rule, and the numbers of rules. */
export type MethodValues = ValuesOf<typeof parameters>;

/** The method, its rule and their numbers; those of a second method too. Methods in `refused` cannot be chosen. */
export const MethodSettings = ({
  values,
  second,
  refused = [],
  onChange,
}: {
  readonly values: MethodValues;
  readonly second?: Pick<MethodValues, 'method' | 'rule'>;
  readonly refused?: readonly MethodValues['method'][];
  readonly onChange: (patch: Partial<MethodValues>) => void;
}) => {
  const { rule, methods, numbers } = explainWords.value;
  const taken = [values, ...(second ? [second] : [])].flatMap((one) => numbersOf(one.method, one.rule));
  return (
    <>
      <ChoiceControl
        label={words.value.method}
        parameter={parameters.method}
        value={values.method}
        labels={methods}
        refused={refused}
        onChange={(value) => onChange({ method: value })}
      />
      {values.method === 'lrp' && (
        <ChoiceControl
          label={rule}
          parameter={parameters.rule}
          value={values.rule}
          labels={ruleNames}
          onChange={(value) => onChange({ rule: value })}
        />
      )}
      {[...new Set(taken)].map((name) => (
        <NumberControl
          key={name}
          label={numbers[name]}
          parameter={parameters[name]}
          value={values[name]}
          onChange={(value) => onChange({ [name]: value })}
        />
      ))}
    </>
  );
};
