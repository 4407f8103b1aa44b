/** Doing one thing to many: a few at a time, each with an end of its own. */
export interface Linked {
  task_id: string;
  dependents: string[];
}

/** Those that others of the list depend on come after them, so that each can be deleted in its turn. */
export function deletionOrder<T extends Linked>(tasks: T[]): T[] {
  const left = new Map(tasks.map((task) => [task.task_id, task]));
  const ordered: T[] = [];
  while (left.size) {
    const free = [...left.values()].filter((task) => !task.dependents.some((id) => left.has(id)));
    const next = free.length ? free : [...left.values()]; // a circle: the server says what it thinks of it
    for (const task of next) left.delete(task.task_id);
    ordered.push(...next);
  }
  return ordered;
}

/** Runs `action` for each of `items`, at most `limit` at a time and in their order. Never rejects. */
export async function forEachOf<T>(items: readonly T[], limit: number, action: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items];
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await action(item).catch(() => {});
  };
  await Promise.all(Array.from({ length: Math.min(limit, queue.length) }, worker));
}
