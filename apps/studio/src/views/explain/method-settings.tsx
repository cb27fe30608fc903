import { ChoiceControl, NumberControl, TextControl } from '../../parts/controls.js';
import { number } from '../../state/parameters.js';
import { words } from '../../words/words.js';
import { methodParameters as parameters } from './explain-parameters.js';
import { hasBox, numbersOf, type MethodValues } from './explanation-options.js';
import { explainWords, ruleNames } from './explain-words.js';

/** β goes with α: their difference is 1, so that nothing is added and nothing lost. */
const beta = number(parameters.alpha.min - 1, parameters.alpha.max - 1, parameters.alpha.step, 1);

interface Given {
  readonly values: MethodValues;
  readonly onChange: (patch: Partial<MethodValues>) => void;
}

/** What a method or a rule takes: numbers, the box of zᴮ, the layer of Grad-CAM. */
const Numbers = ({ values, onChange }: Given) => {
  const { numbers, box, cam, lastConvolution } = explainWords.value;
  return (
    <>
      {numbersOf(values).map((name) => (
        <NumberControl
          key={name}
          label={numbers[name]}
          parameter={parameters[name]}
          value={values[name]}
          onChange={(value) => onChange({ [name]: value })}
        />
      ))}
      {numbersOf(values).includes('alpha') && (
        <NumberControl
          label={numbers.beta}
          parameter={beta}
          value={values.alpha - 1}
          onChange={(value) => onChange({ alpha: value + 1 })}
        />
      )}
      {hasBox(values) &&
        (['low', 'high'] as const).map((name) => (
          <TextControl
            key={name}
            label={box[name]}
            value={values[name]}
            hint={box.hint}
            onChange={(value) => onChange({ [name]: parameters[name].read(value) ?? '' })}
          />
        ))}
      {values.method === 'grad-cam' && (
        <TextControl
          label={cam}
          value={values.cam}
          hint={lastConvolution}
          onChange={(value) => onChange({ cam: parameters.cam.read(value) ?? '' })}
        />
      )}
    </>
  );
};

/** What becomes of biases and of relevance with nowhere to go, by any rule. */
const Policies = ({ values, onChange }: Given) => {
  const { bias, biases, emptyBranch, emptyBranches, more } = explainWords.value;
  return (
    <details class="more">
      <summary>{more}</summary>
      <ChoiceControl
        label={bias}
        parameter={parameters.bias}
        value={values.bias}
        labels={biases}
        onChange={(value) => onChange({ bias: value })}
      />
      <ChoiceControl
        label={emptyBranch}
        parameter={parameters.emptyBranch}
        value={values.emptyBranch}
        labels={emptyBranches}
        onChange={(value) => onChange({ emptyBranch: value })}
      />
    </details>
  );
};

/** A method, its rule, and what they take. `ordinal` stands behind the labels of a second one; methods in `refused` cannot be chosen. */
export const MethodSettings = ({
  values,
  ordinal = '',
  refused = [],
  onChange,
}: Given & { readonly ordinal?: string; readonly refused?: readonly MethodValues['method'][] }) => {
  const { rule, methods } = explainWords.value;
  const isLrp = values.method === 'lrp';
  return (
    <>
      <ChoiceControl
        label={words.value.method + ordinal}
        parameter={parameters.method}
        value={values.method}
        labels={methods}
        refused={refused}
        onChange={(value) => onChange({ method: value })}
      />
      {isLrp && (
        <ChoiceControl
          label={rule + ordinal}
          parameter={parameters.rule}
          value={values.rule}
          labels={ruleNames}
          onChange={(value) => onChange({ rule: value })}
        />
      )}
      <Numbers values={values} onChange={onChange} />
      {isLrp && <Policies values={values} onChange={onChange} />}
    </>
  );
};
