/** Which steps may begin: those whose dependencies are done, the longest way to the end first. No I/O. */

import { secondsToEnd } from './order';
import type { Step } from './plan-types';

export class Schedule {
  private readonly open = new Map<string, Step>();
  private readonly missing = new Map<string, number>();
  private readonly dependents = new Map<string, string[]>();
  private readonly urgency: ReadonlyMap<string, number>;

  constructor(steps: readonly Step[]) {
    this.urgency = secondsToEnd(steps);
    const known = new Set(steps.map((step) => step.id));
    for (const step of steps) {
      const needs = new Set(step.dependsOn.filter((id) => known.has(id)));
      this.open.set(step.id, step);
      this.missing.set(step.id, needs.size);
      for (const id of needs) this.dependents.set(id, [...(this.dependents.get(id) ?? []), step.id]);
    }
  }

  /** Steps that may begin from the start, the most urgent first. */
  public first(): readonly Step[] {
    return this.sorted([...this.open.values()].filter((step) => this.missing.get(step.id) === 0));
  }

  /** Notes that a step is done. Answers those that may begin now. */
  public done(step: Step): readonly Step[] {
    this.open.delete(step.id);
    const free = (this.dependents.get(step.id) ?? []).filter((id) => {
      const left = (this.missing.get(id) ?? 0) - 1;
      this.missing.set(id, left);
      return left === 0;
    });
    return this.sorted(free.flatMap((id) => this.open.get(id) ?? []));
  }

  /** Seconds from the start of a step to the end of all that waits for it. */
  public urgencyOf(step: Step): number {
    return this.urgency.get(step.id) ?? 0;
  }

  private sorted(steps: readonly Step[]): readonly Step[] {
    return [...steps].sort((a, b) => this.urgencyOf(b) - this.urgencyOf(a));
  }
}
