/** What the page's script tag loads: one file, for pages that know nothing of Watchbell. */
import { defineWatchbellButtons } from "./index";

defineWatchbellButtons();
