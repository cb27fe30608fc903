import type { JSX } from 'preact';
import { backendChoices, type BackendChoice } from './compute/backend-choice.js';
import { askAgain, backend, chooseBackend, failure, waiting } from './compute/client.js';
import { ChoiceControl } from './parts/controls.js';
import { canRedo, canUndo, change, redo, state, undo } from './state/store.js';
import { languages, networkNames, viewNames, type ViewName } from './state/studio-state.js';
import { AttackView } from './views/attack/attack-view.js';
import { ExplainView } from './views/explain/explain-view.js';
import { ImagineView } from './views/imagine/imagine-view.js';
import { ModelView } from './views/model/model-view.js';
import { SegmentsView } from './views/segments/segments-view.js';
import { StopPanel } from './views/thesis/stop-panel.js';
import { ThesisView } from './views/thesis/thesis-view.js';
import { words } from './words/words.js';

const Backend = () => {
  const { backend: label, threads } = words.value;
  const started = backend.value;
  return (
    <>
      <ChoiceControl
        label={label}
        parameter={{ choices: backendChoices }}
        value={(started?.name ?? 'wasm') as BackendChoice}
        onChange={chooseBackend}
      />
      {started && started.threads > 1 && (
        <span class="help">
          {started.threads} {threads}
        </span>
      )}
    </>
  );
};

const Header = () => {
  const { title, tagline, views, networks, network, language, undo: undoWord, redo: redoWord } = words.value;
  const { view } = state.value;
  return (
    <header>
      <h1>{title}</h1>
      <p class="tagline">{tagline}</p>
      <nav aria-label={title}>
        {viewNames.map((name) => (
          <a
            key={name}
            href={`#${name}`}
            aria-current={name === view ? 'page' : undefined}
            onClick={(event) => {
              event.preventDefault();
              change({ view: name, stop: 0 });
            }}
          >
            {views[name]}
          </a>
        ))}
      </nav>
      <div class="row settings">
        <ChoiceControl
          label={network}
          parameter={{ choices: networkNames }}
          value={state.value.network}
          labels={networks}
          onChange={(value) => change({ network: value })}
        />
        <Backend />
        <ChoiceControl
          label={language}
          parameter={{ choices: languages }}
          value={state.value.language}
          labels={{ en: 'English', es: 'Español' }}
          onChange={(value) => change({ language: value })}
        />
        <button type="button" disabled={!canUndo.value} onClick={undo}>
          {undoWord}
        </button>
        <button type="button" disabled={!canRedo.value} onClick={redo}>
          {redoWord}
        </button>
      </div>
    </header>
  );
};

const shown: Readonly<Record<ViewName, () => JSX.Element>> = {
  explain: ExplainView,
  imagine: ImagineView,
  attack: AttackView,
  segments: SegmentsView,
  thesis: ThesisView,
  model: ModelView,
};

/** Views that take the networks that ship, not a model of one's own. */
const shippedAlone: readonly ViewName[] = ['imagine', 'attack', 'segments'];

const View = () => {
  const Shown = shown[state.value.view];
  return <Shown />;
};

/** The page. */
export const App = () => {
  document.documentElement.lang = state.value.language;
  return (
    <>
      <Header />
      {failure.value && (
        <p class="failure" role="alert">
          {words.value.failed} {failure.value}{' '}
          <button type="button" onClick={askAgain}>
            {words.value.tryAgain}
          </button>
        </p>
      )}
      <main aria-busy={waiting.value > 0}>
        {state.value.stop > 0 && <StopPanel />}
        {state.value.network === 'own' && shippedAlone.includes(state.value.view) && (
          <p class="note">{words.value.ownElsewhere}</p>
        )}
        <View />
      </main>
    </>
  );
};
