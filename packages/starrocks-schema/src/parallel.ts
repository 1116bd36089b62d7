/** Work side by side, with a limit. */

/**
 * Runs all tasks on a few workers. A task that fails stops no other; the failures come back in the order of the tasks.
 *
 * @param isStopped asked before each task; once true no further task is begun
 */
export async function runParallel<Worker, Task>(
  workers: readonly Worker[],
  tasks: readonly Task[],
  run: (worker: Worker, task: Task) => Promise<void>,
  isStopped: () => boolean = () => false,
): Promise<readonly unknown[]> {
  const failures = new Map<number, unknown>();
  let next = 0;
  const work = async (worker: Worker): Promise<void> => {
    while (next < tasks.length && !isStopped()) {
      const index = next;
      next += 1;
      const task = tasks[index];
      if (task === undefined) continue;
      try {
        await run(worker, task);
      } catch (error) {
        failures.set(index, error);
      }
    }
  };
  await Promise.all(workers.map(work));
  return [...failures].sort(([a], [b]) => a - b).map(([, failure]) => failure);
}
