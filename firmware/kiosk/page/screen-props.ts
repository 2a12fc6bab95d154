import type { CabinetDrawing, Screen } from '../screens.ts';
import type { Telling } from '../shown.ts';
import type { Send } from './told.ts';

/** What each screen is drawn from. */
export interface ScreenProps<Name extends Screen['screen'] = Screen['screen']> {
  readonly screen: Extract<Screen, { screen: Name }>;
  readonly telling: Telling;
  readonly cabinet: CabinetDrawing | null;
  readonly send: Send;
}
