/**
 * Seconds that the steps of a plan take at least: each begins as soon as what it needs is done, a statement takes its
 * time in one of a few places, a job runs beside them, refreshes share a few slots; whoever has the longest way to the
 * end goes first. No ledger, no lock, no look at the catalog.
 */
export function criticalPath(steps, delays, parallelism) {
  const way = longestWays(steps, delays);
  const needs = new Map(steps.map((step) => [step.id, new Set(step.dependsOn.filter((id) => way.has(id)))]));
  const dependents = new Map();
  for (const step of steps)
    for (const id of needs.get(step.id)) dependents.set(id, [...(dependents.get(id) ?? []), step]);
  const busy = new Set();
  const queues = { place: [], slot: [] };
  const free = { place: parallelism, slot: delays.slots };
  const events = [];
  let now = 0;
  const after = (ms, then) => events.push({ at: now + ms, then });
  const enter = (kind, step, ms, then) => {
    queues[kind].push({ step, ms, then });
  };
  const end = (step) => {
    busy.delete(target(step));
    for (const next of dependents.get(step.id) ?? []) {
      needs.get(next.id).delete(step.id);
      if (needs.get(next.id).size === 0) begin(next);
    }
  };
  const begin = (step) => {
    const ms = step.statements.length * delays.ddl;
    if (ms === 0) return end(step);
    enter('place', step, ms, () => {
      if (step.mechanism === 'refresh') enter('slot', step, delays.task, () => end(step));
      else if (step.awaits === undefined) end(step);
      else after(delays.job, () => end(step));
    });
  };
  const dispatch = () => {
    for (const kind of ['place', 'slot']) {
      queues[kind].sort((a, b) => way.get(b.step.id) - way.get(a.step.id));
      for (const entry of [...queues[kind]]) {
        if (free[kind] === 0) break;
        if (kind === 'place' && busy.has(target(entry.step))) continue;
        queues[kind].splice(queues[kind].indexOf(entry), 1);
        free[kind] -= 1;
        busy.add(target(entry.step));
        after(entry.ms, () => {
          free[kind] += 1;
          entry.then();
        });
      }
    }
  };
  for (const step of steps) if (needs.get(step.id).size === 0) begin(step);
  dispatch();
  while (events.length > 0) {
    events.sort((a, b) => b.at - a.at);
    const { at, then } = events.pop();
    now = at;
    then();
    dispatch();
  }
  return now / 1000;
}

function target(step) {
  return step.target ?? step.object;
}

/** Per step, the milliseconds from its start to the end of all that waits for it. */
export function longestWays(steps, delays) {
  const behind = new Map();
  const ways = new Map();
  for (const step of [...steps].reverse()) {
    const job = step.mechanism === 'refresh' ? delays.task : step.awaits === undefined ? 0 : delays.job;
    const way = step.statements.length * delays.ddl + job + (behind.get(step.id) ?? 0);
    ways.set(step.id, way);
    for (const id of step.dependsOn) behind.set(id, Math.max(behind.get(id) ?? 0, way));
  }
  return ways;
}
