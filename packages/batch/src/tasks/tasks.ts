import { InterpError } from '@interp/checks';
import type { OpenedClassifier } from '@interp/open';
import { attackTask, type AttackTaskOptions } from './attack.js';
import { classifyTask } from './classify.js';
import { explainTask, type ExplainTaskOptions } from './explain.js';
import type { Task, TaskKind } from './task.js';

/** The options of each task. */
export interface TaskOptions {
  /** None. */
  readonly classify: Readonly<Record<string, never>>;
  /** The method, its rules, the class. */
  readonly explain: ExplainTaskOptions;
  /** The attack, its target. */
  readonly attack: AttackTaskOptions;
}

/** What can be done to images. */
export type TaskName = keyof TaskOptions;

const kinds: { readonly [Name in TaskName]: TaskKind<TaskOptions[Name]> } = {
  classify: classifyTask,
  explain: explainTask,
  attack: attackTask,
};

/** The names of all tasks. */
export const taskNames = Object.keys(kinds) as TaskName[];

const kindOf = (task: TaskName): TaskKind<unknown> => kinds[task] as TaskKind<unknown>;

const optionsOf = (options: unknown): unknown => options ?? {};

/** Checks the options of a task before a model is opened; throws InterpError `bad-option`. */
export const checkTask = (task: TaskName, options: unknown): void => {
  kindOf(task).check(optionsOf(options));
};

/**
 * The options of a task for a classifier, with classes as numbers.
 *
 * @throws InterpError `bad-class` for a class that it has not, `unsupported-model` for a model of several inputs or one that the task is not for
 */
export const resolvedOptions = (task: TaskName, options: unknown, classifier: OpenedClassifier): unknown => {
  if (classifier.others)
    throw new InterpError(
      'unsupported-model',
      'the model has several inputs; expected one of a single input, for a batch gives each image to one',
    );
  return kindOf(task).resolve(optionsOf(options), classifier);
};

/** A task of plain data, for a classifier. */
export const taskOf = (task: TaskName, options: unknown, classifier: OpenedClassifier, seed: number): Task =>
  kindOf(task).make(optionsOf(options), classifier, seed);
