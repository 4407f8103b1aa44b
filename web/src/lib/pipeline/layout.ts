/** Where the steps of a pipeline are drawn: left to right, each after what it needs. */
interface Point {
  x: number;
  y: number;
}
export interface Wired {
  id: string;
  needs: readonly string[];
}
export interface Placed {
  id: string;
  x: number;
  y: number;
}
export interface Wire {
  from: string;
  to: string;
  path: string;
}
export interface Drawing {
  width: number;
  height: number;
  nodes: Placed[];
  wires: Wire[];
}

export const NODE_WIDTH = 184;
export const NODE_HEIGHT = 54;
const MARGIN = 12;

export async function draw(steps: readonly Wired[]): Promise<Drawing> {
  const { graphlib, layout } = await import("@dagrejs/dagre");
  const graph = new graphlib.Graph();
  graph.setGraph({ rankdir: "LR", nodesep: 18, ranksep: 56, marginx: MARGIN, marginy: MARGIN });
  graph.setDefaultEdgeLabel(() => ({}));
  const known = new Set(steps.map((step) => step.id));
  for (const { id } of steps) graph.setNode(id, { width: NODE_WIDTH, height: NODE_HEIGHT });
  for (const { id, needs } of steps) for (const need of needs) if (known.has(need) && need !== id) graph.setEdge(need, id);
  layout(graph);
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  return {
    width: Number.isFinite(width) ? width : 0,
    height: Number.isFinite(height) ? height : 0,
    nodes: [...known].map((id) => {
      const { x, y } = graph.node(id) as { x: number; y: number };
      return { id, x: x - NODE_WIDTH / 2, y: y - NODE_HEIGHT / 2 };
    }),
    wires: graph.edges().map(({ v, w }) => ({
      from: v,
      to: w,
      path: curve(ends(graph.node(v), (graph.edge(v, w) as { points: Point[] }).points, graph.node(w))),
    })),
  };
}

/** From the middle of one side to the middle of the other, wherever the layout lets it cross the border. */
function ends(from: Point, points: readonly Point[], to: Point): Point[] {
  return [{ x: from.x + NODE_WIDTH / 2, y: from.y }, ...points.slice(1, -1), { x: to.x - NODE_WIDTH / 2, y: to.y }];
}

/** A smooth line through the points the layout gives. */
function curve(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (!first) return "";
  let path = `M${first.x},${first.y}`;
  let last = first;
  for (const point of rest) {
    const middle = (last.x + point.x) / 2;
    path += `C${middle},${last.y} ${middle},${point.y} ${point.x},${point.y}`;
    last = point;
  }
  return path;
}
