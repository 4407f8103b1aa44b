import buttons from "./zh/buttons";
import common from "./zh/common";
import executions from "./zh/executions";
import form from "./zh/form";
import keys from "./zh/keys";
import pipelines from "./zh/pipelines";
import scripts from "./zh/scripts";
import states from "./zh/states";
import tasks from "./zh/tasks";

export default { ...common, ...states, ...tasks, ...form, ...executions, ...keys, ...pipelines, ...scripts, ...buttons };
