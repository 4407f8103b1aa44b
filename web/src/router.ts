import { createRouter, createWebHistory, type RouteRecordRaw } from "vue-router";
import { useSession } from "./composables/useSession";

declare module "vue-router" {
  interface RouteMeta {
    /** Reachable without a session, and shown without the shell. */
    open?: boolean;
    /** The key of the page's name, for the window title. */
    title?: string;
    /** The page uses the whole height and scrolls inside. */
    tall?: boolean;
  }
}

const taskTabs: RouteRecordRaw[] = [
  { path: "view", name: "task", component: () => import("./pages/task-view/TaskOverview.vue") },
  { path: "executions", name: "task-executions", component: () => import("./pages/task-view/TaskExecutions.vue") },
  { path: "logs", name: "task-logs", component: () => import("./pages/task-view/TaskLogs.vue"), meta: { tall: true } },
];

const scriptPages: RouteRecordRaw[] = [
  { path: "/scripts", component: () => import("./pages/scripts/ScriptsPage.vue"), meta: { title: "nav.scripts" } },
  { path: "/scripts/named/:script_name", name: "script-named", component: () => import("./pages/script/ScriptNamedPage.vue"), props: true },
  { path: "/scripts/:script_id(\\d+)", component: () => import("./pages/script/ScriptPage.vue"), props: true },
  { path: "/scripts/:script_id(\\d+)/edit", component: () => import("./pages/script/ScriptEditPage.vue"), props: true },
  { path: "/buttons", component: () => import("./pages/buttons/ButtonsPage.vue"), meta: { title: "nav.buttons" } },
  { path: "/buttons/new", component: () => import("./pages/buttons/ButtonEditPage.vue") },
  { path: "/buttons/:button_id(\\d+)", component: () => import("./pages/buttons/ButtonEditPage.vue"), props: true },
  { path: "/button-keys", component: () => import("./pages/button-keys/ButtonKeysPage.vue"), meta: { title: "nav.buttonKeys" } },
];

export const routes: RouteRecordRaw[] = [
  { path: "/login", component: () => import("./pages/login/LoginPage.vue"), meta: { open: true, title: "auth.signIn" } },
  { path: "/setup", component: () => import("./pages/setup/SetupPage.vue"), meta: { open: true, title: "auth.setup" } },
  { path: "/", alias: "/tasks", name: "tasks", component: () => import("./pages/tasks/TasksPage.vue"), meta: { title: "nav.tasks" } },
  { path: "/tasks/new", name: "task-new", component: () => import("./pages/task-edit/TaskEditPage.vue"), meta: { title: "tasks.new" } },
  { path: "/tasks/:task_id/edit", name: "task-edit", component: () => import("./pages/task-edit/TaskEditPage.vue"), props: true },
  { path: "/tasks/:task_id", component: () => import("./pages/task-view/TaskPage.vue"), props: true, redirect: { name: "task" }, children: taskTabs },
  { path: "/executions", name: "executions", component: () => import("./pages/executions/ExecutionsPage.vue"), meta: { title: "nav.executions" } },
  { path: "/executions/:execution_id", name: "execution", component: () => import("./pages/execution/ExecutionPage.vue"), props: true, meta: { tall: true } },
  { path: "/pipelines", name: "pipelines", component: () => import("./pages/pipelines/PipelinesPage.vue"), meta: { title: "nav.pipelines" } },
  { path: "/pipelines/new", name: "pipeline-new", component: () => import("./pages/pipeline-edit/PipelineEditPage.vue"), meta: { title: "pipelines.new" } },
  { path: "/pipelines/:task_id/edit", name: "pipeline-edit", component: () => import("./pages/pipeline-edit/PipelineEditPage.vue"), props: true },
  { path: "/pipelines/:task_id/view", redirect: (to) => `/tasks/${String(to.params["task_id"])}/view` },
  ...scriptPages,
  { path: "/:anything(.*)*", name: "nowhere", component: () => import("./pages/NowherePage.vue"), meta: { title: "errors.nowhere" } },
];

export const router = createRouter({
  history: createWebHistory("/"),
  routes,
  scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? false : { top: 0 }),
});

router.beforeEach(async (to) => {
  const { load } = useSession();
  const session = await load().catch(() => null);
  if (to.meta.open) return session?.user && to.path === "/login" ? "/" : true;
  if (session?.user) return true;
  return { path: "/login", query: to.fullPath === "/" ? {} : { next: to.fullPath } };
});

const RELOADED = "watchbell.reloaded";
const ONCE_MS = 10_000;

/** After an upgrade the files of the old pages are gone: load the page anew, but never in a circle. */
router.onError((_error, to) => {
  const last = Number(sessionStorage.getItem(RELOADED) ?? 0);
  if (Date.now() - last < ONCE_MS) return;
  sessionStorage.setItem(RELOADED, String(Date.now()));
  location.assign(to.fullPath);
});
