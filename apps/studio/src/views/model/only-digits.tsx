import type { Reader } from '../../compute/models/reader.js';
import { useReader } from '../../compute/models/use-reader.js';
import { change } from '../../state/store.js';
import type { ViewName } from '../../state/studio-state.js';
import { words } from '../../words/words.js';

/** The views that a network of any pictures is shown in. */
const others = ['model', 'attack', 'imagine'] as const satisfies readonly ViewName[];

/** What a view of digits says of a model that takes other pictures: that, and where to look at it. */
const OnlyDigits = ({ inputShape }: Pick<Reader, 'inputShape'>) => {
  const { yourModelTakes, instead, views } = words.value;
  return (
    <section class="panel full">
      <p role="status">
        {yourModelTakes} {inputShape.join(' × ')}. {instead}
      </p>
      <div class="row">
        {others.map((view) => (
          <button type="button" key={view} onClick={() => change({ view })}>
            {views[view]}
          </button>
        ))}
      </div>
    </section>
  );
};

/** A view of digits, or where the model takes other pictures, where to look at it instead. */
export const ofDigits = (View: () => preact.JSX.Element) => {
  const OfDigits = () => {
    const { isOfDigits, inputShape } = useReader();
    return isOfDigits ? <View /> : <OnlyDigits inputShape={inputShape} />;
  };
  return OfDigits;
};
