interface NoContact {
  readonly title: string;
  readonly text: string;
}

/** The only words that the page has of its own: there is nobody to ask for them when they are needed. */
const texts = {
  en: { title: 'One moment, please', text: 'Nothing is lost. This screen comes back by itself.' },
  de: { title: 'Einen Moment, bitte', text: 'Nichts ist verloren. Diese Anzeige kommt von selbst wieder.' },
  fr: { title: 'Un instant, s’il vous plaît', text: 'Rien n’est perdu. Cet écran revient tout seul.' },
  es: { title: 'Un momento, por favor', text: 'No se ha perdido nada. Esta pantalla vuelve sola.' },
  it: { title: 'Un momento, per favore', text: 'Non è andato perso nulla. Questa schermata torna da sola.' },
  nl: { title: 'Een ogenblik, alstublieft', text: 'Er is niets verloren. Dit scherm komt vanzelf terug.' },
  pl: { title: 'Proszę chwilę poczekać', text: 'Nic nie przepadło. Ten ekran wróci sam.' },
  pt: { title: 'Um momento, por favor', text: 'Nada se perdeu. Este ecrã volta sozinho.' },
} as const satisfies Readonly<Record<string, NoContact>>;

export function noContactIn(language: string): NoContact {
  const base = language.split('-')[0] ?? '';
  return Object.hasOwn(texts, base) ? texts[base as keyof typeof texts] : texts.en;
}
