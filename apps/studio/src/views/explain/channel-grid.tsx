import { useAnswer } from '../../compute/use-answer.js';
import { ownAsked, ownKey } from '../../compute/models/own-asked.js';
import { PictureCanvas } from '../../parts/pictures/picture-canvas.js';
import { changeValues, settings } from '../../state/store.js';
import type { ExplainRequest } from './explain.js';
import { explainWords } from './explain-words.js';

/** The channels of the layer that is chosen: what they answer, what that is worth; choosing one explains it. */
export const ChannelGrid = ({ request }: { readonly request: ExplainRequest }) => {
  const { activations, relevance, channel, explainChannel } = explainWords.value;
  const { value, error } = useAnswer(
    () => ({ ...request, values: settings.explain.value, own: ownKey() }),
    (studio, question) => studio.layerChannels(question, ownAsked()),
  );
  if (error !== undefined) return <p class="note">{error}</p>;
  if (!value) return null;
  const { channel: chosen, layer } = settings.explain.value;
  return (
    <section class="channels">
      <h3>{layer}</h3>
      {(['activations', 'relevance'] as const).map((what) => (
        <div key={what}>
          <h4>{{ activations, relevance }[what]}</h4>
          <div class="grid">
            {value[what].map((picture, i) => (
              <button
                type="button"
                key={i}
                aria-label={`${channel} ${i}`}
                aria-pressed={chosen === String(i)}
                onClick={() => changeValues('explain', { channel: chosen === String(i) ? '' : String(i) })}
              >
                <PictureCanvas picture={picture} label={`${channel} ${i}`} className="small" />
              </button>
            ))}
          </div>
        </div>
      ))}
      {value.explained && (
        <figure>
          <PictureCanvas picture={value.explained} label={explainChannel} />
          <figcaption>
            {explainChannel} ({channel} {chosen})
          </figcaption>
        </figure>
      )}
    </section>
  );
};
