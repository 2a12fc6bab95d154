import { toJsonSchema } from '@valibot/to-json-schema';
import { profileSchema } from '../../board-profiles/profile.schema.ts';

/** The rules of a profile as JSON Schema, for the editor in which a technician writes one. */
export function profileSchemaDocument(): object {
  const { $schema, ...rest } = toJsonSchema(profileSchema, { typeMode: 'input' });
  return { $schema, title: 'Board profile of lockerbank', ...rest };
}
