import { cure, findProgram } from '../prerequisites.mjs';

/** The path of a program that `npm test` makes sure of. */
export function neededProgram(name: string, debianPackage = name): string {
  const path = findProgram(name);
  if (path === undefined) throw new Error(cure([debianPackage]));
  return path;
}
