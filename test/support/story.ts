import type { SimProcess } from './sim-process.ts';
import { until } from './until.ts';

/** The steps of the story of one parcel, as people and the upstream take them. */
export async function reserveAt(sim: SimProcess, tracking: string, recipient = 'ada', size = 'small'): Promise<number> {
  const party = { type: 'recipient', id: recipient } as const;
  await sim.act({ do: 'announce', wish: { kind: 'delivery', party, labels: [tracking], size, accessible: false } });
  let locker: number | null = null;
  await until(`a locker is reserved for ${tracking}`, async () => {
    const parcel = (await sim.state()).upstream.parcels.find((one) => one.tracking === tracking);
    locker = parcel?.state === 'reserved' ? parcel.locker : null;
    return locker !== null;
  });
  return locker as unknown as number;
}

export async function signIn(sim: SimProcess): Promise<void> {
  await sim.untilScreen('home');
  await until('the bank knows its operators', async () =>
    (await sim.state()).upstream.events.some(({ type, text }) => type === 'document.applied' && text.includes('directory')));
  await sim.input({ type: 'way.chosen', way: 'password' });
  await sim.untilScreen('sign-in');
  await sim.input({ type: 'password.entered', username: 'mia', password: 'parcels-42' });
  await sim.untilScreen('label');
}

export async function putIn(sim: SimProcess, tracking: string, locker: number): Promise<void> {
  await sim.input({ type: 'label.entered', label: tracking });
  await sim.untilDoors('open');
  await sim.act({ do: 'put-in', locker, label: tracking });
  await sim.act({ do: 'shut', locker });
  await sim.untilDoors('shut');
}

/** The code as the recipient's mail says it. */
export async function codeOf(sim: SimProcess, tracking: string): Promise<string> {
  let code: string | null = null;
  await until(`the mail about ${tracking} is out`, async () => {
    code = (await sim.state()).upstream.parcels.find((one) => one.tracking === tracking)?.pickupCode ?? null;
    return code !== null;
  });
  return code as unknown as string;
}

export async function stateOf(sim: SimProcess, tracking: string): Promise<string | undefined> {
  return (await sim.state()).upstream.parcels.find((one) => one.tracking === tracking)?.state;
}
