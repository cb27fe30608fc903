/** Something that stays open until it is let go of. */
export interface Held<Thing> {
  /** It. */
  readonly thing: Thing;
  /** Lets go of it. */
  readonly release: () => Promise<void>;
}

/**
 * Keeps open what is otherwise open only while some work goes on.
 *
 * @param open - opens it, does the work, and closes it
 * @returns it, with the way to close it
 * @throws what `open` throws before there is anything to hold
 */
export const held = <Thing>(open: (work: (thing: Thing) => Promise<void>) => Promise<unknown>): Promise<Held<Thing>> =>
  new Promise((resolve, reject) => {
    let end: () => void;
    const ended = new Promise<void>((done) => (end = done));
    const closed: Promise<unknown> = open((thing) => {
      const release = async (): Promise<void> => {
        end();
        await closed;
      };
      resolve({ thing, release });
      return ended;
    });
    closed.catch(reject);
  });
