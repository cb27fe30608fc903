import type { SupportedExplanations } from '@interp/lrp';
import { figure } from '../../words/words.js';
import { modelWords } from './model-words.js';
import type { Described } from './model.js';

const shown = (shape: readonly (number | null)[]): string => shape.map((one) => one ?? '·').join(' × ');

const Methods = ({ supported }: { readonly supported: SupportedExplanations }) => {
  const { methods, applies, gradients } = modelWords.value;
  const names = { gradient: gradients, lrp: 'LRP', 'grad-cam': 'Grad-CAM' };
  return (
    <>
      <h3>{methods}</h3>
      <ul class="plain">
        {Object.entries(supported).map(([name, why]) => (
          <li key={name}>
            <strong>{names[name as keyof typeof names]}</strong>: {why === true ? applies : why}
          </li>
        ))}
      </ul>
    </>
  );
};

/** What there is to be said of the model: its input and outputs, which methods apply, its layers. */
export const AboutModel = ({
  model,
  supported,
}: {
  readonly model: Described;
  readonly supported: SupportedExplanations | undefined;
}) => {
  const { about, input, classes, weights, products, scoresEnd, layers, layer, kind, shape } = modelWords.value;
  const whole = (value: number): string => figure(value, 0);
  return (
    <section class="panel full">
      <h2>
        {about}: {model.name} ({model.format})
      </h2>
      <p>
        {model.inputShape && `${input} ${shown(model.inputShape)}. `}
        {model.classNames.length > 0 && `${whole(model.classNames.length)} ${classes}. `}
        {whole(model.parameters)} {weights}
        {model.multiplications > 0 && `, ${whole(model.multiplications)} ${products}`}. {scoresEnd}{' '}
        {model.outputs.map((output) => `${output.scores} (${output.name})`).join(', ')}.
      </p>
      {supported && <Methods supported={supported} />}
      <details>
        <summary>
          {layers} ({whole(model.layers.length)})
        </summary>
        <div class="scrolls layers" tabIndex={0} role="region" aria-label={layers}>
          <table class="ways">
            <thead>
              <tr>
                <th scope="col">{layer}</th>
                <th scope="col">{kind}</th>
                <th scope="col">{shape}</th>
                <th scope="col">{weights}</th>
              </tr>
            </thead>
            <tbody>
              {model.layers.slice(0, 1000).map((one) => (
                <tr key={one.name}>
                  <th scope="row">{one.name.slice(0, 80)}</th>
                  <td>
                    {one.type.slice(0, 40)} {one.detail ?? ''}
                  </td>
                  <td>{shown(one.outputShape.slice(1))}</td>
                  <td class="number">{whole(one.parameters)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </section>
  );
};
