import { ChoiceControl, FlagControl } from '../../parts/controls.js';
import { changeValues, settings } from '../../state/store.js';
import { words } from '../../words/words.js';
import { explainParameters as parameters } from './explain-parameters.js';
import { explainWords, ruleNames } from './explain-words.js';
import { MethodSettings } from './method-settings.js';

/** The method, its rule and their numbers; a second method beside it. */
export const ExplainSettings = () => {
  const values = settings.explain.value;
  const { rule, class: chosen, read, compare, methods } = explainWords.value;
  const { method } = words.value;
  return (
    <div class="settings">
      <ChoiceControl
        label={chosen}
        parameter={parameters.class}
        value={values.class}
        labels={{ read }}
        onChange={(value) => changeValues('explain', { class: value })}
      />
      <MethodSettings
        values={values}
        {...(values.compare && { second: { method: values.with, rule: values.rule2 } })}
        onChange={(patch) => changeValues('explain', patch)}
      />
      <FlagControl
        label={compare}
        value={values.compare}
        onChange={(value) => changeValues('explain', { compare: value })}
      />
      {values.compare && (
        <ChoiceControl
          label={`${method} 2`}
          parameter={parameters.with}
          value={values.with}
          labels={methods}
          onChange={(value) => changeValues('explain', { with: value })}
        />
      )}
      {values.compare && values.with === 'lrp' && (
        <ChoiceControl
          label={`${rule} 2`}
          parameter={parameters.rule2}
          value={values.rule2}
          labels={ruleNames}
          onChange={(value) => changeValues('explain', { rule2: value })}
        />
      )}
    </div>
  );
};
