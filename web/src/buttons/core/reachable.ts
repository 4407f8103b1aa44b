/** The address this file was loaded from; "" where it is a part of another program. */
const OWN_ADDRESS = (document.currentScript as HTMLScriptElement | null)?.src ?? "";

/** Whether the server at `root` answers at all: it gives the file of the buttons to everybody. */
export async function reachable(root: URL, own = OWN_ADDRESS): Promise<boolean> {
  const file = own && new URL(own).origin === root.origin ? own : new URL("/static/watchbell/watchbell-buttons.js", root).href;
  try {
    await fetch(file, { mode: "no-cors", method: "HEAD", cache: "no-store", credentials: "omit" });
    return true;
  } catch {
    return false;
  }
}
