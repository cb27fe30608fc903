import { ClassControl } from '../../parts/class-control.js';
import { ChoiceControl, NumberControl } from '../../parts/controls.js';
import { changeValues, settings } from '../../state/store.js';
import { hasBall, normOf, normsOf } from './attack-options.js';
import { attackParameters as parameters } from './attack-parameters.js';
import { attackWords } from './attack-words.js';

/** The attack, its norm and ε, and what the image is to be taken for. */
export const AttackSettings = ({ classNames }: { readonly classNames: readonly string[] }) => {
  const values = settings.attack.value;
  const { attack, norm, epsilon, target, any, seed, noise, withMomentum } = attackWords.value;
  const names = { fgsm: 'FGSM', bim: 'BIM', pgd: 'PGD', 'momentum-pgd': withMomentum, deepfool: 'DeepFool', noise };
  return (
    <div class="settings">
      <ChoiceControl
        label={attack}
        parameter={parameters.method}
        value={values.method}
        labels={{ ...names, 'carlini-wagner': 'Carlini & Wagner' }}
        onChange={(method) => changeValues('attack', { method })}
      />
      <ChoiceControl
        label={norm}
        parameter={{ choices: normsOf(values.method) }}
        value={normOf(values)}
        labels={{ linf: 'L∞', l2: 'L2', l1: 'L1' }}
        onChange={(chosen) => changeValues('attack', { norm: chosen })}
      />
      <ClassControl
        label={target}
        value={values.target}
        names={classNames}
        others={{ any }}
        onChange={(chosen) => changeValues('attack', { target: chosen })}
      />
      {hasBall(values.method) && (
        <NumberControl
          label={epsilon}
          parameter={parameters.epsilon}
          value={values.epsilon}
          onChange={(chosen) => changeValues('attack', { epsilon: chosen })}
        />
      )}
      {['pgd', 'momentum-pgd', 'noise'].includes(values.method) && (
        <NumberControl
          label={seed}
          parameter={parameters.seed}
          value={values.seed}
          onChange={(chosen) => changeValues('attack', { seed: chosen })}
        />
      )}
    </div>
  );
};
