/**
 * Answers each message of the parent process by the handler that it names, one after another, and ends with the parent.
 *
 * @param {Record<string, (request: object) => Promise<object | void> | object | void>} handlers
 */
export function serveParent(handlers) {
  let before = Promise.resolve();
  process.on('message', (/** @type {{ do: string }} */ request) => {
    before = before.then(async () => {
      try {
        process.send({ answer: (await handlers[request.do](request)) ?? {} });
      } catch (error) {
        process.send({ error: error.message });
      }
    });
  });
  process.on('disconnect', () => process.exit(0));
  process.send({ answer: {} });
}
