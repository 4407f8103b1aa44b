"""How long a line takes from the program's write to the screen.

A program under watch prints lines of `TICK`, whose second number is its own clock, and flushes them.
"""

from __future__ import annotations

from playwright.sync_api import Page

TICK = 'print(f"tick {n} {time.time():.6f};", flush=True)'
_REGION = '[role="region"][aria-label="Lines of the log"]'

# A frame's callback runs before its paint, and a message posted there is handled after it.
_WATCH = """([selector, count]) => {
  const delays = new Map();
  const region = document.querySelector(selector);
  const fresh = () => [...region.textContent.matchAll(/tick (\\d+) (\\d+\\.\\d{6});/g)]
    .filter(([, n]) => !delays.has(n));
  for (const [, n] of fresh()) delays.set(n, null);
  const measured = () => [...delays.values()].filter((delay) => delay !== null);
  window.paintedDelays = new Promise((done) => {
    const observer = new MutationObserver(() => requestAnimationFrame(() => {
      const lines = fresh();
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        for (const [, n, written] of lines) if (!delays.has(n)) delays.set(n, Date.now() / 1000 - written);
        if (measured().length >= count) { observer.disconnect(); done(measured()); }
      };
      port2.postMessage(null);
    }));
    observer.observe(region, { childList: true, characterData: true, subtree: true });
  });
}"""


def delays(page: Page, count: int) -> list[float]:
    """Seconds from write to paint of the next `count` lines in the log viewer that is open in `page`."""
    page.wait_for_selector(_REGION)
    page.evaluate(_WATCH, [_REGION, count])
    found: list[float] = page.evaluate("() => window.paintedDelays")
    return found
