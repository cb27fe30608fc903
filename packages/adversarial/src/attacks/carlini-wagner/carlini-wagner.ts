import type { AttackMethod } from '../../attack-method.js';
import { carliniWagnerSettings, type CarliniWagnerOptions } from '../../carlini-wagner-options.js';
import { carliniWagnerRun, type CarliniWagnerRun } from './image-search.js';
import { isAdversarial } from '../../criteria.js';
import { largestAt } from '../../logits.js';
import { imageAt, type AttackTask } from '../../task.js';

/** Searches at work at once; the next image takes the place of one that is done. */
const MOST_AT_ONCE = 200;

interface Search {
  readonly index: number;
  readonly run: CarliniWagnerRun;
}

/** One step of all searches at work; returns those that go on. */
const stepAll = (
  { classifier, size, stepsTaken, hadGradient, candidates }: AttackTask,
  searches: readonly Search[],
): Search[] => {
  const images = new Float32Array(searches.length * size);
  searches.forEach(({ run }, i) => {
    images.set(run.image, i * size);
  });
  const found = classifier.gradients(images, searches.length, (i, logits, out) => {
    searches[i].run.start(logits, out);
  });
  return searches.filter(({ index, run }, i) => {
    const gradient = imageAt(found.gradients, size, i);
    if (hadGradient[index] === 0 && gradient.some((value) => value !== 0)) hadGradient[index] = 1;
    stepsTaken[index]++;
    if (run.step(found.logits.subarray(i * classifier.classes, (i + 1) * classifier.classes), gradient)) return true;
    if (run.best) imageAt(candidates, size, index).set(run.best);
    return false;
  });
};

/**
 * The attack of Carlini & Wagner (2017) for the Euclidean norm: Adam on ‖r‖² + c · (by how much the wrong logit leads), in a space where
 * every point is an image, for several values of c. Each image has its own search for c and its own end, so that its result does not
 * depend on the batch. An image that is wrong before is returned as it is; one that is never fooled, too.
 *
 * @param options - steps, values of c, rate
 * @returns the attack
 * @throws InterpError `bad-option` for another norm or a number out of its range
 */
export const carliniWagner = (options: CarliniWagnerOptions = {}): AttackMethod => {
  const settings = carliniWagnerSettings(options);
  return {
    name: 'carlini-wagner',
    norm: settings.norm,
    *steps(task) {
      const { classes } = task.classifier;
      const scores = task.scores();
      const waiting = task.goals.flatMap((goal, index) =>
        isAdversarial(goal, largestAt(scores.subarray(index * classes, (index + 1) * classes))) ? [] : [index],
      );
      let searches: Search[] = [];
      let next = 0;
      const keepBest = (): void => {
        for (const { index, run } of searches) if (run.best) imageAt(task.candidates, task.size, index).set(run.best);
      };
      while (searches.length > 0 || next < waiting.length) {
        while (searches.length < MOST_AT_ONCE && next < waiting.length) {
          const index = waiting[next++];
          const original = imageAt(task.originals, task.size, index);
          searches.push({ index, run: carliniWagnerRun(original, task.goals[index], task.bounds, settings) });
        }
        searches = stepAll(task, searches);
        const going = searches.length + waiting.length - next;
        const met = searches.filter(({ run }) => run.best).length;
        if (yield { active: going, succeeded: waiting.length - going + met }) break;
      }
      keepBest();
    },
  };
};
