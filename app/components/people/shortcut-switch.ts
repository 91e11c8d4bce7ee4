const storageKey = "shortcuts";

/** Whether single keys are on, on this device (WCAG 2.1.4). */
export function readShortcuts(): boolean {
  return localStorage.getItem(storageKey) !== "off";
}

export function turnShortcuts(on: boolean): void {
  localStorage.setItem(storageKey, on ? "on" : "off");
}
