import { recordFile } from './record.mjs';

/** Has Jest record each file as soon as it is done: a run that is stopped keeps what it has. */
export default class {
  onTestResult(_test, result) {
    recordFile(result);
  }
}
