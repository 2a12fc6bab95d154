const themes = ['light', 'dark', 'contrast'] as const;

/**
 * How the page is lit: `/?theme=contrast`. Whoever puts a kiosk into a dark entrance says so where its browser is started;
 * without it the page follows what that browser says of its user's preferences.
 */
export function takeTheme(): void {
  const asked = new URLSearchParams(location.search).get('theme');
  document.documentElement.dataset['theme'] = themes.find((one) => one === asked) ?? preferred();
}

function preferred(): (typeof themes)[number] {
  if (matchMedia('(prefers-contrast: more)').matches) return 'contrast';
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}
