const SECTIONS: Record<string, string[]> = {
  what: ["task_name", "task_id", "task_desc", "task_tags", "task_type", "task_exec", "task_config"],
  when: ["task_schedule", "task_timezone", "task_enabled"],
  with: ["task_env", "task_parameters"],
};

/** Where in the form a field is; what is in no other section is in the last. */
export function sectionOf(field: string): string {
  if (!field) return "";
  return Object.keys(SECTIONS).find((section) => SECTIONS[section]?.includes(field)) ?? "advanced";
}
