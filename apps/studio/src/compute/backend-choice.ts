/** Backends that can be chosen in the page. */
export const backendChoices = ['wasm', 'webgl', 'cpu'] as const;

/** A backend that can be chosen. */
export type BackendChoice = (typeof backendChoices)[number];

/** The backend that was started. */
export interface StartedBackend {
  /** Its name. */
  readonly name: string;
  /** Among how many threads its work is divided. */
  readonly threads: number;
}
