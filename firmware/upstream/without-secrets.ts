/**
 * A broker's address as it may be shown and logged: without user name and password. Everything up to the last `@`
 * goes, because in an address that is no web address a password may hold any sign, `/` and `#` too.
 */
export function withoutSecrets(url: string): string {
  if (!/^[a-z]+:\/\//.test(url)) return '(an address that cannot be read)';
  return url.replace(/\/\/.*@/s, '//');
}
