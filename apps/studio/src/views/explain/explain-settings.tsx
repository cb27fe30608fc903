import { ChoiceControl, FlagControl } from '../../parts/controls.js';
import { changeValues, settings } from '../../state/store.js';
import { explainParameters as parameters } from './explain-parameters.js';
import { secondMethod, type MethodValues } from './explanation-options.js';
import { explainWords } from './explain-words.js';
import { MethodSettings } from './method-settings.js';

/** Changes settings of the second method. */
const changeSecond = (patch: Partial<MethodValues>): void =>
  changeValues('explain', Object.fromEntries(Object.entries(patch).map(([name, value]) => [`${name}2`, value])));

/** The class that is explained, and by which method; a second one beside it. */
export const ExplainSettings = () => {
  const values = settings.explain.value;
  const { class: chosen, read, compare } = explainWords.value;
  return (
    <>
      <div class="settings">
        <ChoiceControl
          label={chosen}
          parameter={parameters.class}
          value={values.class}
          labels={{ read }}
          onChange={(value) => changeValues('explain', { class: value })}
        />
        <MethodSettings values={values} onChange={(patch) => changeValues('explain', patch)} />
        <FlagControl
          label={compare}
          value={values.compare}
          onChange={(value) => changeValues('explain', { compare: value })}
        />
      </div>
      {values.compare && (
        <div class="settings">
          <MethodSettings values={secondMethod(values)} ordinal=" 2" onChange={changeSecond} />
        </div>
      )}
    </>
  );
};
