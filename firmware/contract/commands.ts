import * as v from 'valibot';
import { commandArgs, reason, type CommandArgs, type CommandName } from './command-args.ts';
import { id, isoTime } from './parts.ts';
import { isRecord } from './json.ts';

export type Command = {
  [N in CommandName]: {
    readonly id: string;
    readonly cmd: N;
    readonly args: CommandArgs<N>;
    /** Milliseconds since 1970; nothing acts after it. */
    readonly expMs: number;
    readonly by: string;
  };
}[CommandName];

/** The `data` of a message on `dn/cmd`, before its arguments are looked at. `exp` is an ISO time. */
export const commandData = v.object({
  id,
  cmd: v.pipe(v.string(), v.minLength(1), v.maxLength(40)),
  args: v.unknown(),
  exp: isoTime,
  by: v.optional(id, 'upstream'),
  reason: v.optional(reason),
});

/** What the token of a signed command says. */
export const commandClaims = v.object({ ...commandData.entries, iat: v.optional(isoTime) });

/** The `data` of a signed command: a PASETO `v4.public` token of `commandClaims`. */
export const signedData = v.object({ tok: v.pipe(v.string(), v.regex(/^v4\.public\.[\w-]+\.[\w-]+$/)) });

export type CommandReading =
  | { readonly kind: 'command'; readonly command: Command }
  | {
      readonly kind: 'refused';
      readonly id: string;
      readonly cmd: string;
      readonly why: 'malformed' | 'unsupported';
      readonly place: string | undefined;
    }
  | { readonly kind: 'noise' };

/** Reads a message of `dn/cmd`. What has an id can be answered; what has none is noise, to be counted. */
export function readCommand(message: unknown): CommandReading {
  const data = isRecord(message) ? (message['data'] ?? message) : null;
  const parsed = v.safeParse(commandData, data);
  if (!parsed.success) {
    const known = isRecord(data) ? data['id'] : undefined;
    if (!v.is(id, known)) return { kind: 'noise' };
    const cmd = isRecord(data) && typeof data['cmd'] === 'string' ? data['cmd'].slice(0, 40) : '';
    return { kind: 'refused', id: known, cmd, why: 'malformed', place: placeOf(parsed.issues, 'data') };
  }
  const { cmd, args, exp, by } = parsed.output;
  if (!Object.hasOwn(commandArgs, cmd)) return { kind: 'refused', id: parsed.output.id, cmd, why: 'unsupported', place: undefined };
  const name = cmd as CommandName;
  const read = v.safeParse(commandArgs[name], args);
  if (!read.success) {
    return { kind: 'refused', id: parsed.output.id, cmd, why: 'malformed', place: placeOf(read.issues, 'data.args') };
  }
  const command = { id: parsed.output.id, cmd: name, args: read.output, expMs: Date.parse(exp), by };
  return { kind: 'command', command: command as Command };
}

function placeOf(issues: readonly [v.BaseIssue<unknown>, ...v.BaseIssue<unknown>[]], root: string): string {
  const path = v.getDotPath(issues[0]);
  return path === null ? root : `${root}.${path}`;
}
