import { ChoiceControl } from '../../parts/controls.js';
import { changeValues, settings } from '../../state/store.js';
import type { MethodValues } from '../explain/explanation-options.js';
import { MethodSettings } from '../explain/method-settings.js';
import { modelParameters as parameters } from './model-parameters.js';
import { modelWords } from './model-words.js';

/** More classes than this are not listed. */
const most = 2000;

/** Which picture is looked at, which class is explained, and how. */
export const LookSettings = ({
  classNames,
  refused,
}: {
  readonly classNames: readonly string[];
  readonly refused: readonly MethodValues['method'][];
}) => {
  const values = settings.model.value;
  const { picture, drawn, scene, files, class: chosen, read } = modelWords.value;
  const numbers = classNames.slice(0, most).map((_, i) => String(i));
  const names = Object.fromEntries(numbers.map((one) => [one, classNames[Number(one)].slice(0, 60)]));
  return (
    <div class="settings">
      <ChoiceControl
        label={picture}
        parameter={parameters.picture}
        value={values.picture}
        labels={{ input: drawn, scene, files }}
        onChange={(value) => changeValues('model', { picture: value })}
      />
      <ChoiceControl
        label={chosen}
        parameter={{ choices: ['read', ...numbers] }}
        value={values.class}
        labels={{ ...names, read }}
        onChange={(value) => changeValues('model', { class: value })}
      />
      <MethodSettings values={values} refused={refused} onChange={(patch) => changeValues('model', patch)} />
    </div>
  );
};
