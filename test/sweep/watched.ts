import type { Desk } from '../../firmware/desk.ts';
import type { Ledger } from '../../firmware/journal/ledger.ts';
import type { Inspector } from '../invariants/inspector.ts';

/** Whoever is told that something is on the disk has it checked. `isOn`: whether this is the bank that has power. */
export function watchLedger(ledger: Ledger, inspector: Inspector, isOn: () => boolean): void {
  const commit = ledger.commit.bind(ledger);
  ledger.commit = async (facts) => {
    await commit(facts);
    if (isOn()) inspector.told(facts);
  };
}

/** Stands beside the kiosk, and writes down who shows what, asks for which door, and is told what. */
export function watchDesk(desk: Desk, inspector: Inspector, isOn: () => boolean): void {
  let session = '';
  const begin = desk.begin.bind(desk);
  const present = desk.present.bind(desk);
  const release = desk.release.bind(desk);
  const store = desk.store.bind(desk);
  desk.begin = (name) => {
    session = name;
    begin(name);
  };
  desk.present = async (presented) => {
    const mine = session;
    inspector.types(presented);
    const wasLocked = inspector.credentials.isLocked(presented);
    const answer = await present(presented);
    if (isOn()) inspector.shown({ session: mine, presented, wasLocked, answer });
    return answer;
  };
  desk.release = (wanted) => {
    inspector.asked({ session, wanted });
    return release(wanted);
  };
  desk.store = async (request) => {
    const stored = await store(request);
    const { answer } = stored;
    if (answer.kind === 'taken' && answer.wanted.reservation !== null) inspector.credentials.got(session, answer.wanted.reservation);
    return stored;
  };
}
