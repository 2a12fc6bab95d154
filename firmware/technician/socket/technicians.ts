import * as v from 'valibot';
import { id } from '../../contract/parts.ts';
import type { Disk } from '../../ports/disk.ts';
import { LockerError } from '../../../statecharts/locker-error.ts';

/** Beside the journal: who may write there has the bank anyway. */
const techniciansPath = 'technicians.json';

const techniciansMost = 50;

const techniciansSchema = v.strictObject({
  technicians: v.pipe(
    v.array(v.strictObject({ id, public: v.pipe(v.string(), v.regex(/^k4\.public\.[\w-]{43}$/)) })),
    v.maxLength(techniciansMost),
  ),
});

/** A technician whom this bank knows. */
interface KnownTechnician {
  readonly id: string;
  readonly public: string;
}

/**
 * Whom the bank knows now. Read anew at each sign-in, so that whoever is taken off the list is out at once.
 * @throws LockerError `file.unusable`
 */
export async function readTechnicians(disk: Pick<Disk, 'read'>): Promise<readonly KnownTechnician[]> {
  const bytes = await disk.read(techniciansPath);
  if (bytes === null) return [];
  try {
    return v.parse(techniciansSchema, JSON.parse(Buffer.from(bytes).toString('utf8'))).technicians;
  } catch (cause) {
    throw new LockerError('file.unusable', techniciansPath, 'is damaged. Cure: remove it, and add the technicians\' keys again', cause);
  }
}

/** @throws LockerError `file.unusable` where the list would become too long */
export async function writeTechnicians(disk: Pick<Disk, 'replace'>, technicians: readonly KnownTechnician[]): Promise<void> {
  if (technicians.length > techniciansMost) {
    const what = `holds ${String(techniciansMost)} keys. Cure: remove one that is not used any more`;
    throw new LockerError('file.unusable', techniciansPath, what);
  }
  await disk.replace(techniciansPath, Buffer.from(`${JSON.stringify({ technicians }, null, 2)}\n`));
}
