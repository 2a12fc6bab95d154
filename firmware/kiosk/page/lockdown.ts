/**
 * A kiosk is one page: no menu, no selection, no drag, no zoom, no shortcut leads out of it. The browser's own
 * policies are the lock; this is the door mat.
 */
export function lockDown(): void {
  for (const type of ['contextmenu', 'dragstart', 'dragover', 'drop', 'auxclick', 'gesturestart', 'paste'] as const) {
    document.addEventListener(type, (event) => event.preventDefault());
  }
  document.addEventListener('selectstart', (event) => {
    if (!(event.target instanceof HTMLInputElement)) event.preventDefault();
  });
  document.addEventListener('wheel', (event) => event.ctrlKey && event.preventDefault(), { passive: false });
  document.addEventListener('touchmove', (event) => event.touches.length > 1 && event.preventDefault(), { passive: false });
  document.addEventListener('keydown', (event) => {
    const isChord = event.ctrlKey || event.metaKey || (event.altKey && !event.getModifierState('AltGraph'));
    if (isChord || /^F\d+$/.test(event.key) || event.key.startsWith('Browser')) return event.preventDefault();
    // A key that is held down is one stroke (EN 301 549, 5.7); only what was typed may be erased in one go.
    if (event.repeat && event.key !== 'Backspace' && event.key !== 'Tab' && !event.key.startsWith('Arrow')) event.preventDefault();
  }, { capture: true });
}
