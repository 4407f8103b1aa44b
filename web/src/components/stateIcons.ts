import type { Shown } from "@/lib/status";

/** 16 px shapes, each unlike the others without colour: the outline tells the family, the inside the state. */
export const STATE_ICONS: Record<Shown, { path: string; dashed?: boolean }> = {
  success: { path: "M8 1.8a6.2 6.2 0 1 0 0 12.4 6.2 6.2 0 0 0 0-12.4ZM5.2 8.2l2 2 3.7-4.2" },
  failed: { path: "M5.4 1.8h5.2l3.6 3.6v5.2l-3.6 3.6H5.4l-3.6-3.6V5.4ZM5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4" },
  timeout: { path: "M8 1.8a6.2 6.2 0 1 0 4 1.46M8 4.8V8l1.8 1.2M12 1.5l2.6 2.6M14.6 1.5 12 4.1" },
  lost: { path: "M6.5 9.5 4.8 11.2a2.3 2.3 0 0 1-3.2-3.2L3.8 5.8M9.5 6.5l1.7-1.7A2.3 2.3 0 0 1 14.4 8l-2.2 2.2M5.5 2v1.8M10.5 12.2V14M2.5 13.5l1.3-1.3M13.5 2.5l-1.3 1.3" },
  running: { path: "M8 1.8A6.2 6.2 0 1 1 1.8 8" },
  stopping: { path: "M8 1.8A6.2 6.2 0 1 1 1.8 8M6 6h4v4H6Z" },
  pending: { path: "M2.5 4.5h11M2.5 8h11M2.5 11.5h11" },
  retrying: { path: "M13.8 8A5.8 5.8 0 1 1 12 3.8M13.8 1.8v3.3h-3.3" },
  missed: { path: "M2 3.5h12v10.5H2ZM2 6.5h12M5 2v2.5M11 2v2.5M6.3 8.5l3.4 3.4M9.7 8.5l-3.4 3.4", dashed: true },
  cancelled: { path: "M8 1.8a6.2 6.2 0 1 0 0 12.4 6.2 6.2 0 0 0 0-12.4ZM3.7 12.3l8.6-8.6" },
  skipped: { path: "M3 4l4 4-4 4M8.5 4l4 4-4 4" },
};
