import { ChoiceControl, TextControl } from '../../parts/controls.js';
import { changeValues, settings } from '../../state/store.js';
import { modelParameters as parameters } from './model-parameters.js';
import { modelWords } from './model-words.js';
import type { Described } from './model.js';

const listed = (value: unknown): string => (Array.isArray(value) ? value.join(', ') : '');

/** What is known of how the model takes pictures, to be changed. What is empty is as its file says. */
export const ModelSettingsPanel = ({ known }: { readonly known: Described['settings'] }) => {
  const values = settings.model.value;
  const words = modelWords.value;
  const labels = { '': words.asFile };
  const texts = [
    ['bounds', words.range, listed(known['bounds'])],
    ['mean', words.mean, listed(known['mean'])],
    ['std', words.deviation, listed(known['std'])],
    ['size', words.size, listed(known['size'])],
    ['labels', words.labels, 'cat, dog'],
  ] as const;
  return (
    <>
      <h3>{words.preprocessing}</h3>
      <div class="settings">
        {texts.map(([name, label, hint]) => (
          <TextControl
            key={name}
            {...{ label, hint }}
            value={values[name]}
            onChange={(value) => changeValues('model', { [name]: parameters[name].read(value) ?? '' })}
          />
        ))}
        <ChoiceControl
          label={words.fit}
          parameter={parameters.fit}
          value={values.fit}
          labels={labels}
          onChange={(value) => changeValues('model', { fit: value })}
        />
        <ChoiceControl
          label={words.order}
          parameter={parameters.channels}
          value={values.channels}
          labels={labels}
          onChange={(value) => changeValues('model', { channels: value })}
        />
        <ChoiceControl
          label={words.returns}
          parameter={parameters.returns}
          value={values.returns}
          labels={labels}
          onChange={(value) => changeValues('model', { returns: value })}
        />
      </div>
    </>
  );
};
