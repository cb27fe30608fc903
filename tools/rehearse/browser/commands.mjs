// Where a page asks for commands, and where it tells what came of them.

/** Answers with a command, or with 204 after a while. */
export const commands = '/-/commands';

/** Takes what was logged, thrown or found. */
export const reports = '/-/reports';
