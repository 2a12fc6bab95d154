/**
 * A kiosk is one page: no menu, no selection, no drag, no zoom, no shortcut leads out of it. The browser's own
 * policies are the lock; this is the door mat.
 */
export function lockDown(): void {
  for (const type of ['contextmenu', 'dragstart', 'dragover', 'drop', 'auxclick'] as const) {
    document.addEventListener(type, (event) => event.preventDefault());
  }
  document.addEventListener('selectstart', (event) => {
    if (!(event.target instanceof HTMLInputElement)) event.preventDefault();
  });
  document.addEventListener('wheel', (event) => event.ctrlKey && event.preventDefault(), { passive: false });
  document.addEventListener('keydown', (event) => {
    const isChord = event.ctrlKey || event.metaKey || (event.altKey && !event.getModifierState('AltGraph'));
    if (isChord || /^F\d+$/.test(event.key) || event.key.startsWith('Browser')) event.preventDefault();
  });
}
