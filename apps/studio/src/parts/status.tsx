import { words } from '../words/words.js';

/** What is said first: the answer, large; or what went wrong, as a sentence. */
export const Status = ({ text, error }: { readonly text: string; readonly error: string | undefined }) =>
  error === undefined ? (
    <p role="status" class="answer">
      {text}
    </p>
  ) : (
    <p role="status" class="sentence">
      {words.value.failed} {error}
    </p>
  );
