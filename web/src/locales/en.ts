import buttons from "./en/buttons";
import common from "./en/common";
import executions from "./en/executions";
import form from "./en/form";
import keys from "./en/keys";
import pipelines from "./en/pipelines";
import scripts from "./en/scripts";
import states from "./en/states";
import tasks from "./en/tasks";

export default { ...common, ...states, ...tasks, ...form, ...executions, ...keys, ...pipelines, ...scripts, ...buttons };
