import { toJsonSchema } from '@valibot/to-json-schema';
import { boardSchema } from '../../board-profiles/board.schema.ts';
import type { ProfileKind } from '../../board-profiles/inherit.ts';
import { cabinetSchema } from '../../board-profiles/profile.schema.ts';

type Node = Readonly<Record<string, unknown>>;

/**
 * The rules of a profile as JSON Schema, for the editor in which a technician writes one. A file that inherits may leave out
 * whatever is in the other one: what must be there is asked of the others only.
 */
export function profileSchemaDocument(kind: ProfileKind): object {
  const { $schema, ...rest } = toJsonSchema(kind === 'cabinet' ? cabinetSchema : boardSchema, { typeMode: 'input' });
  const whole = rest as Node;
  const title = `${kind === 'cabinet' ? 'Cabinet' : 'Board'} profile of lockerbank`;
  return { $schema, title, ...loosened(whole), if: { required: ['inherits'] }, else: demandsOf(whole) };
}

/** Objects are inherited field by field, so nothing in them has to be there; the entries of a list are inherited together. */
function loosened({ required: _, oneOf, properties, ...rest }: Node): Node {
  return {
    ...rest,
    // Without what must be there, several kinds may fit.
    ...(Array.isArray(oneOf) && { anyOf: oneOf.map((one: Node) => loosened(one)) }),
    ...(isNode(properties) && { properties: mapped(properties, loosened) }),
  };
}

/** What {@link loosened} has taken away. */
function demandsOf({ required, oneOf, properties }: Node): Node {
  const each = isNode(properties) ? Object.entries(mapped(properties, demandsOf)) : [];
  const inside = each.filter(([, demands]) => Object.keys(demands).length > 0);
  return {
    ...(oneOf !== undefined && { oneOf }),
    ...(Array.isArray(required) && required.length > 0 && { required }),
    ...(inside.length > 0 && { properties: Object.fromEntries(inside) }),
  };
}

function mapped(properties: Node, change: (node: Node) => Node): Readonly<Record<string, Node>> {
  return Object.fromEntries(Object.entries(properties).map(([key, node]) => [key, change(node as Node)]));
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
