import type { PipelineStep } from "@/api/pipelines";
import { TERMINAL } from "@/api/types";
import { isBad, shown, type Shown } from "@/lib/status";

export interface StepNode {
  id: string;
  name: string;
  needs: string[];
  type: string;
  state: Shown;
  /** The instances of its matrix, or itself alone. */
  members: PipelineStep[];
}

/** One node for each step; what its instances are doing shows as one state. */
export function nodesOf(steps: readonly PipelineStep[]): StepNode[] {
  const groups = new Map<string, PipelineStep[]>();
  for (const step of steps) groups.set(step.step_id, [...(groups.get(step.step_id) ?? []), step]);
  return [...groups].map(([id, members]) => {
    const [first] = members as [PipelineStep];
    const name = members.length > 1 ? id : first.name || id;
    return { id, name, needs: first.needs, type: first.type, state: together(members), members };
  });
}

/** Whether it waits for somebody to approve or reject it. */
export const asksFor = (step: PipelineStep): boolean => step.waiting_for.includes("approval") && !TERMINAL.has(step.status);

function together(members: readonly PipelineStep[]): Shown {
  const running = members.find((step) => step.status === "running");
  const bad = members.find((step) => isBad(step.status));
  const waiting = members.find((step) => step.status === "pending");
  const [first] = members as [PipelineStep, ...PipelineStep[]];
  const success = members.find((step) => step.status === "success");
  return shown(running ?? bad ?? waiting ?? success ?? first);
}
