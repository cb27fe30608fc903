import { ClassControl } from '../../parts/class-control.js';
import { changeValues, settings } from '../../state/store.js';
import type { MethodValues } from '../explain/explanation-options.js';
import { MethodSettings } from '../explain/method-settings.js';
import { modelWords } from './model-words.js';
import { PictureControl } from './picture-panel.js';

/** Which picture is looked at, which class is explained, and how. */
export const LookSettings = ({
  classNames,
  refused,
}: {
  readonly classNames: readonly string[];
  readonly refused: readonly MethodValues['method'][];
}) => {
  const values = settings.model.value;
  const { class: chosen, read } = modelWords.value;
  return (
    <div class="settings">
      <PictureControl />
      <ClassControl
        label={chosen}
        value={values.class}
        names={classNames}
        others={{ read }}
        onChange={(value) => changeValues('model', { class: value })}
      />
      <MethodSettings values={values} refused={refused} onChange={(patch) => changeValues('model', patch)} />
    </div>
  );
};
