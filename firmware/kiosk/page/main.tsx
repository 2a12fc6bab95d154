import { render } from 'preact';
import { App } from './app.tsx';
import { lockDown } from './lockdown.ts';
import { takeTheme } from './theme.ts';

takeTheme();
lockDown();
render(<App />, document.body);
