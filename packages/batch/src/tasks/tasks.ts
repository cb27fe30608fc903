import type { OpenedClassifier } from '@interp/open';
import { attackTask, type AttackTaskOptions } from './attack.js';
import { classifyTask } from './classify.js';
import { explainTask, type ExplainTaskOptions } from './explain.js';
import { metricsTask, type MetricsTaskOptions } from './metrics.js';
import { prototypeTask, type PrototypeTaskOptions } from './prototype.js';
import type { ChunkPiece } from '../job/piece.js';
import type { Task, TaskKind } from './task.js';

/** The options of each task. */
export interface TaskOptions {
  /** None. */
  readonly classify: Readonly<Record<string, never>>;
  /** The method, its rules, the class. */
  readonly explain: ExplainTaskOptions;
  /** The attack, its target. */
  readonly attack: AttackTaskOptions;
  /** Which methods are measured. */
  readonly metrics: MetricsTaskOptions;
  /** The method, its steps; inputs are classes. */
  readonly prototype: PrototypeTaskOptions;
}

/** What can be done to images, or to classes. */
export type TaskName = keyof TaskOptions;

const kinds: { readonly [Name in TaskName]: TaskKind<TaskOptions[Name]> } = {
  classify: classifyTask,
  explain: explainTask,
  attack: attackTask,
  metrics: metricsTask,
  prototype: prototypeTask,
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
 * @throws InterpError `bad-class` for a class that it has not, `unsupported-model` for a model that the task is not for
 */
export const resolvedOptions = (task: TaskName, options: unknown, classifier: OpenedClassifier): unknown =>
  kindOf(task).resolve(optionsOf(options), classifier);

/** What the inputs of a task stand for, where they are no images: classes; throws InterpError `bad-class`. */
export const piecesOfTask = (
  task: TaskName,
  inputs: readonly string[],
  options: unknown,
  classifier: OpenedClassifier,
  seed: number,
): Iterable<ChunkPiece> | undefined => kindOf(task).pieces?.(inputs, optionsOf(options), classifier, seed);

/** A task of plain data, for a classifier. */
export const taskOf = (task: TaskName, options: unknown, classifier: OpenedClassifier, seed: number): Task =>
  kindOf(task).make(optionsOf(options), classifier, seed);
