import type { PipelineStep } from "@/api/pipelines";

export interface Bar {
  step: PipelineStep;
  /** Percent of the whole time of the pipeline. */
  left: number;
  width: number;
  /** How long it has taken; null where it has not begun. */
  seconds: number | null;
}

/** When each step ran, on one time axis; what runs grows with `now` (milliseconds). */
export function gantt(steps: readonly PipelineStep[], now: number): Bar[] {
  const times = steps.map((step) => ({
    from: step.start_time ? Date.parse(step.start_time) : null,
    to: step.end_time ? Date.parse(step.end_time) : step.status === "running" ? now : null,
  }));
  const begun = times.flatMap(({ from }) => (from === null ? [] : [from]));
  const first = Math.min(...begun);
  const last = Math.max(...times.flatMap(({ from, to }) => (from === null ? [] : [to ?? from])), first + 1);
  return steps.map((step, index) => {
    const { from, to } = times[index]!;
    if (from === null) return { step, left: 0, width: 0, seconds: null };
    const end = Math.max(to ?? from, from);
    const share = (moment: number) => (100 * (moment - first)) / (last - first);
    return { step, left: share(from), width: Math.max(share(end) - share(from), 0.3), seconds: (end - from) / 1000 };
  });
}
