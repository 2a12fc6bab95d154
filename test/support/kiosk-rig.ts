import type { Screen } from '../../firmware/kiosk/screens.ts';
import { BankRig } from './bank-rig.ts';
import { verifierOf } from './scrypt.ts';

const mia = { id: 'mia', name: 'Mia', username: 'mia', password: verifierOf('parcels-42') };

/** Ada, who has a PIN, and Bea, who has none; Mia, who does everything; a carrier; and the law department. */
export const kioskDirectory = {
  recipients: [
    { id: 'ada', name: 'Ada Lovelace', badges: ['1001'], pin: verifierOf('481516') },
    { id: 'bea', name: 'Béatrice Levy', badges: ['1002'], departments: ['law'] },
    { id: 'lea', name: 'Lea-Sophie Ada', badges: ['1003'] },
  ],
  departments: [{ id: 'law', name: 'Law', keyContacts: ['bea'] }],
  operators: [{
    ...mia, role: 'administrator',
    permissions: ['drop-off', 'open', 'end-reservations', 'remove-expired', 'in-out-of-service', 'reserve'],
  }],
  carriers: [{ id: 'speedy', name: 'Speedy', codes: [{ code: '471100' }] }],
};

/** A bank at which everything is done that a kiosk is for. */
export async function kioskRig(settings: object = {}): Promise<BankRig> {
  const rig = await BankRig.start();
  await rig.declare('directory', kioskDirectory);
  await rig.declare('settings', { bankModes: ['delivery', 'storage', 'asset'], nameAtSelection: 'full', ...settings });
  return rig;
}

/** The screen of now, of which it is known which one it is. */
export function screenAt<Name extends Screen['screen']>(rig: BankRig, name: Name): Extract<Screen, { readonly screen: Name }> {
  const { screen } = rig;
  if (!isAt(screen, name)) throw new Error(`at ${screen.screen}, not at ${name}`);
  return screen;
}

function isAt<Name extends Screen['screen']>(screen: Screen, name: Name): screen is Extract<Screen, { readonly screen: Name }> {
  return screen.screen === name;
}

/** Signs in with a badge at the reader, and with the PIN where there is one. */
export async function showBadge(rig: BankRig, badge: string, pin?: string): Promise<void> {
  await rig.input({ type: 'badge.shown', text: badge });
  if (pin !== undefined) await rig.input({ type: 'pin.entered', pin }, 500);
}
