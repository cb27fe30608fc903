import { useAnswer } from '../../compute/use-answer.js';
import { ChoiceControl } from '../../parts/controls.js';
import { changeValues, input, network, settings } from '../../state/store.js';
import type { ViewValues } from '../../state/studio-state.js';
import { words } from '../../words/words.js';
import { AttackedPictures, attackedText } from './attacked-pictures.js';
import { attackParameters as parameters } from './attack-parameters.js';
import { attackWords } from './attack-words.js';

/** How long the pen has to rest before a second network is attacked, in ms. */
const rest = 150;

/** The second network: that of the settings, or where it is the first one, another. */
const second = (): ViewValues<'attack'>['beside'] => {
  const { beside } = settings.attack.value;
  if (beside !== network.value) return beside;
  return beside === 'lenet' ? 'lenet-robust' : 'lenet';
};

/** The same attack on a second network, by its pictures: a robust one holds where a plain one is fooled. */
export const AttackedBeside = () => {
  const beside = second();
  const { value: found, error } = useAnswer(
    () => ({ input: input.value, values: settings.attack.value, beside: second() }),
    async (studio, { beside: name, ...question }) =>
      name === 'none' ? undefined : studio.attack({ ...question, network: name }),
    rest,
  );
  const { besideIt, sameAttack, alone } = attackWords.value;
  const { networks, failed } = words.value;
  return (
    <section class="panel full">
      <h2>{besideIt}</h2>
      <div class="settings">
        <ChoiceControl
          label={sameAttack}
          parameter={parameters.beside}
          value={beside}
          labels={{ ...networks, none: alone }}
          refused={parameters.beside.choices.filter((name) => name === network.value)}
          onChange={(chosen) => changeValues('attack', { beside: chosen })}
        />
      </div>
      {error !== undefined && (
        <p class="note">
          {failed} {error}
        </p>
      )}
      {found && beside !== 'none' && (
        <>
          <p class="answer">{attackedText(found)}</p>
          <AttackedPictures found={found} />
        </>
      )}
    </section>
  );
};
