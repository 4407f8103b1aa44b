import { expect, it } from "vitest";
import type { Script } from "@/api/scriptTypes";
import { filterScripts, folderName, scriptOf } from "./scripts";

const script = (name: string, more: Partial<Script> = {}): Script =>
  ({
    name, description: "", script_path: `${name}.py`, script_type: "report", folder: "/srv/scripts", digest: "ab12", is_active: true, is_missing: false,
    buttons: 1, used_by_tasks: [] as string[], last_execution: null, ...more,
  }) as Script;
const none = { q: "", type: "", folder: "", state: "" };
const all = [
  script("print_test", { description: "打印测试脚本" }),
  script("gone", { is_missing: true }),
  script("off", { is_active: false, buttons: 0 }),
  script("bad", { script_type: "check", last_execution: { status: "timeout" } as Script["last_execution"] }),
];
const found = (filters: Partial<typeof none>) => filterScripts(all, { ...none, ...filters }).map((one) => one.name);

it.each([
  [{}, ["print_test", "gone", "off", "bad"]],
  [{ q: "PRINT 打印" }, ["print_test"]],
  [{ q: "nowhere" }, []],
  [{ type: "check" }, ["bad"]],
  [{ state: "missing" }, ["gone"]],
  [{ state: "inactive" }, ["off"]],
  [{ state: "failing" }, ["bad"]],
  [{ state: "unused" }, ["off"]],
  [{ state: "active" }, ["print_test", "bad"]],
  [{ folder: "/elsewhere" }, []],
])("the filters %j leave %j", (filters, names) => expect(found(filters)).toEqual(names));

it("an execution knows its script", () => expect([scriptOf({ origin: "script:a:b" }), scriptOf({ origin: "task:a" })]).toEqual(["a:b", ""]));
it("a folder is called by its last part", () => expect([folderName("/srv/scripts/"), folderName("/")]).toEqual(["scripts", "/"]));
