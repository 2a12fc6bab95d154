/** A broker's address as it may be shown and logged: without user name and password. */
export function withoutSecrets(url: string): string {
  try {
    const shown = new URL(url);
    shown.username = '';
    shown.password = '';
    return shown.href;
  } catch {
    return '(an address that cannot be read)';
  }
}
