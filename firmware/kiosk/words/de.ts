import type { Words } from './words.ts';

/** German, with „Sie“. A locker is a „Fach“, what lies in it „Ihre Sachen“: nobody says „Artikel“ to a neighbour. */
export const de: Words = {
  language: 'Deutsch',
  direction: 'ltr',

  common: {
    back: 'Zurück',
    finish: 'Ich bin fertig',
    signOut: 'Abmelden',
    moreTime: 'Ich brauche mehr Zeit',
    stillThere: { title: 'Sind Sie noch da?', text: 'Diese Seite schließt in {time}.', soon: 'Diese Seite schließt bald.' },
  },

  starting: { title: 'Einen Moment', text: 'Die Fächer starten gerade und sind gleich bereit.' },
  oneMoment: { title: 'Einen Moment', text: 'Bitte warten.' },
  outOfOrder: {
    title: 'Außer Betrieb',
    text: 'Im Moment öffnet sich keine Tür. Der Inhalt ist sicher, Ihr Code bleibt gültig: Bitte kommen Sie später wieder. {help}',
  },
  setUp: {
    title: 'Noch nicht eingerichtet',
    'never-flashed':
      'Diese Fächer sind noch nicht in Betrieb. Für die Technik: Es ist noch kein Profil aufgespielt. Beginnen Sie mit: lockerbank flash',
    'not-passed':
      'Diese Fächer sind noch nicht in Betrieb. Für die Technik (mehr: lockerbank status): {profile}, Version {version}, hat den Probelauf '
      + 'nicht bestanden: {trouble}',
    damaged:
      'Diese Fächer sind im Moment nicht benutzbar. Für die Technik: Das Profil ist beschädigt. Spielen Sie es neu auf: lockerbank flash',
  },

  home: {
    title: 'Willkommen',
    scan: 'Halten Sie Ihren Code oder Ihren Ausweis vor den Scanner.',
    type: 'Tippen Sie den Code aus Ihrer Nachricht ein.',
    choose: 'Was möchten Sie tun?',
    typeInstead: 'Code eintippen',
    store: 'Sachen einschließen',
    carrier: 'Pakete zustellen',
    staff: 'Mitarbeitende',
  },

  signIn: {
    code: { title: 'Tippen Sie Ihren Code ein', text: 'Er steht in der Nachricht, die Sie bekommen haben.' },
    password: {
      title: 'Mitarbeitende',
      text: 'Geben Sie Benutzername und Passwort ein, oder halten Sie Ihren Ausweis vor den Scanner.',
    },
    label: {
      title: 'Wer sind Sie?',
      text: 'Das Gescannte allein öffnet keine Tür. Zeigen Sie Ihren Ausweis, oder tippen Sie den Code aus Ihrer Nachricht ein.',
    },
    'carrier-code': {
      title: 'Pakete zustellen',
      text: 'Tippen Sie den Code Ihrer Firma ein, oder halten Sie ihn vor den Scanner.',
    },
    locked: {
      title: 'Zu viele falsche Codes',
      text: 'In {time} können Sie wieder einen Code eintippen. Mit dem Ausweis geht es sofort.',
    },
  },
  pin: {
    badge: { title: 'Ihre PIN', text: 'Geben Sie die PIN ein, die zu Ihrem Ausweis gehört.' },
    pickup: { title: 'Ihre PIN', text: 'Geben Sie Ihre PIN ein, dann öffnet sich die Tür.' },
  },

  fields: {
    'code': 'Code', 'carrier-code': 'Code Ihrer Firma', 'pin': 'PIN', 'username': 'Benutzername', 'password': 'Passwort',
    'label': 'Nummer auf dem Etikett', 'letters': 'Erste Buchstaben des Namens',
  },

  place: 'Fach {locker}: Spalte {column} von links, Reihe {row} von oben.',

  choose: {
    title: 'Was möchten Sie tun?',
    text: 'Wählen Sie ein Fach.',
    hello: 'Guten Tag, {name}.',
    nothing: 'Für Sie liegt nichts bereit.',
    mayStore: 'Sie können Sachen einschließen.',
    all: { one: '{count} Fach öffnen', other: 'Alle {count} Fächer öffnen' },
    one: {
      pickup: 'Aus Fach {locker} abholen', swap: 'In Fach {locker} tauschen',
      keep: 'Mein Fach {locker} öffnen', deposit: 'Etwas in Fach {locker} legen',
    },
    again: 'Fach {locker} noch einmal öffnen',
    detail: '{offer}, {detail}',
    items: { one: '{count} Sendung', other: '{count} Sendungen' },
    department: 'für {department}',
    until: 'bis {time}',
    overdue: 'überfällig seit {time}',
    longer: 'Fach {locker} länger behalten',
    end: 'Fach {locker} zurückgeben: es ist leer',
    store: 'Sachen einschließen',
    trouble: {
      'locker-busy': 'An Fach {locker} ist gerade jemand anderes. Gleich lässt es sich wieder öffnen.',
      'bank-trouble': 'Fach {locker} lässt sich im Moment nicht öffnen. Der Inhalt ist sicher. {help}',
    },
  },

  longer: {
    title: 'Bis wann brauchen Sie Fach {locker}?',
    text: 'Bis dahin können Sie jederzeit wieder an das Fach.',
    until: 'Bis {time}',
  },

  askEnd: {
    title: 'Brauchen Sie Fach {locker} danach noch?',
    text: 'Die Tür öffnet sich jetzt in jedem Fall.',
    keep: 'Ja, ich behalte es',
    end: 'Nein, ich nehme alles heraus',
  },

  sign: {
    sign: { title: 'Bitte unterschreiben', text: 'Unterschreiben Sie mit dem Finger im Feld, oder geben Sie stattdessen Ihre PIN ein.' },
    pin: { title: 'Ihre PIN', text: 'Geben Sie Ihre PIN ein, dann öffnet sich die Tür.' },
  },

  doors: {
    opening: { title: 'Fach {locker} öffnet sich', text: 'Bitte warten Sie, bis die Tür aufspringt.' },
    open: {
      pickup: { title: 'Nehmen Sie Ihre Sachen und schließen Sie die Tür', text: 'Fach {locker} ist offen.' },
      swap: { title: 'Herausnehmen, hineinlegen, Tür schließen', text: 'Fach {locker} ist offen.' },
      keep: { title: 'Ihr Fach ist offen', text: 'Schließen Sie die Tür von Fach {locker}, wenn Sie fertig sind.' },
      deposit: { title: 'Hineinlegen und die Tür schließen', text: 'Fach {locker} ist offen.' },
      empty: { title: 'Fach leeren und die Tür schließen', text: 'Fach {locker} ist offen.' },
      look: {
        title: 'Hineinsehen und die Tür schließen',
        text: 'Fach {locker} ist offen. Nehmen Sie heraus, was niemandem gehört, und lassen Sie alles andere liegen.',
      },
    },
    openMany: {
      title: { one: '{count} Tür ist offen', other: '{count} Türen sind offen' },
      out: 'Nehmen Sie Ihre Sachen und schließen Sie jede Tür.',
      in: 'Schließen Sie jede Tür, wenn Sie fertig sind.',
    },
    inside: { one: '{count} Sendung liegt darin.', other: '{count} Sendungen liegen darin.' },
    waiting: { one: '{count} weiteres Fach wartet noch.', other: '{count} weitere Fächer warten noch.' },
    shut: {
      pickup: { title: 'Vielen Dank', text: 'Fach {locker} ist zu. Haben Sie alles?' },
      swap: { title: 'Vielen Dank', text: 'Fach {locker} ist zu. Haben Sie alles?' },
      keep: { title: 'Vielen Dank', text: 'Fach {locker} ist zu.' },
      deposit: { title: 'Fach {locker} ist zu', text: 'Liegt alles darin?' },
      empty: { title: 'Fach {locker} ist zu', text: 'Haben Sie alles herausgenommen?' },
      look: { title: 'Fach {locker} ist zu', text: 'Sie können weitermachen.' },
    },
    shutMany: { title: 'Alle Türen sind zu', out: 'Vielen Dank. Haben Sie alles?', in: 'Sie können weitermachen.' },
    code: {
      title: 'Ihr Code: {code}',
      text: 'Er öffnet Fach {locker} wieder. Schreiben Sie ihn auf, oder machen Sie ein Foto davon.',
    },
    reopen: 'Fach {locker} noch einmal öffnen',
    nextDoor: 'Fach {locker} öffnen',
    nextParcel: 'Nächstes Paket',
    nextList: 'Zurück zur Liste',
    retract: 'Ich habe es nicht hineingelegt',
    larger: 'Es passt nicht: ein größeres Fach',
    end: 'Ich brauche dieses Fach nicht mehr',
    leftSome: '{item} bleibt in Fach {locker}',
    held: 'Schließen Sie bitte zuerst diese Tür. Dann öffnet sich Fach {locker}.',
    retry: 'Noch einmal versuchen',
    retryOne: 'Fach {locker} noch einmal versuchen',
    skip: 'Ohne dieses Fach weiter',
    skipOne: 'Ohne Fach {locker} weiter',
  },

  stuck: {
    'did-not-open': {
      title: 'Fach {locker} hat sich nicht geöffnet',
      out: 'Wählen Sie „{retry}“. Ihre Sachen sind sicher, und Ihr Code bleibt gültig. {help}',
      in: 'Wählen Sie „{retry}“, oder machen Sie ohne dieses Fach weiter. {help}',
    },
    'locker-busy': {
      title: 'Fach {locker} wird gerade benutzt',
      out: 'Warten Sie einen Moment, dann wählen Sie „{retry}“. Ihre Sachen sind sicher.',
      in: 'Warten Sie einen Moment, dann wählen Sie „{retry}“, oder machen Sie ohne dieses Fach weiter.',
    },
    'window-over': {
      title: 'Fach {locker} lässt sich nicht mehr öffnen',
      out: 'Die Zeit dafür ist um. Wenn Sie etwas darin vergessen haben, wenden Sie sich an die Betreuung der Fächer. {help}',
      in: 'Die Zeit dafür ist um. Wenn das Falsche darin liegt, lassen Sie die Tür von der Verwaltung öffnen.',
    },
    'not-allowed': {
      title: 'Fach {locker} öffnet sich nicht für Sie',
      out: 'Die Betreuung der Fächer kann es öffnen. {help}',
      in: 'Machen Sie ohne dieses Fach weiter, und fragen Sie die Verwaltung.',
    },
    'bank-trouble': {
      title: 'Die Anlage hat eine Störung',
      out: 'Fach {locker} bleibt vorerst zu. Ihre Sachen sind sicher, und Ihr Code bleibt gültig. Wählen Sie „{retry}“. {help}',
      in: 'Fach {locker} bleibt vorerst zu. Wählen Sie „{retry}“, oder machen Sie ohne dieses Fach weiter. {help}',
    },
  },

  problem: {
    title: 'Was stimmt nicht?',
    text: 'Wählen Sie, was zutrifft. Die Betreuung der Fächer erfährt es.',
    at: 'Wählen Sie, was an Fach {locker} nicht stimmt. Die Betreuung der Fächer erfährt es.',
    reasons: {
      'empty': 'Das Fach ist leer', 'wrong-thing': 'Es liegt etwas anderes darin', 'damaged': 'Etwas ist beschädigt',
      'does-not-shut': 'Die Tür schließt nicht', 'dirty': 'Das Fach ist schmutzig',
    },
  },

  size: {
    title: 'Welche Größe brauchen Sie?',
    text: 'Wählen Sie die kleinste, die passt.',
    offer: '{size}, {width} × {height} × {depth} cm',
    within: '{size}, bequem erreichbar',
    taken: 'In Größe {size} ist kein Fach frei.',
  },
  length: { title: 'Für wie lange?', text: 'Bis dahin können Sie jederzeit wieder an das Fach.', offer: 'Für {length}' },

  label: {
    title: 'Etikett scannen oder eintippen',
    text: 'Halten Sie das Etikett vor den Scanner, oder tippen Sie seine Nummer ein.',
    hello: 'Angemeldet: {name}.',
    noLabel: 'Es hat kein Etikett',
    lockers: 'Alle Fächer',
  },
  party: {
    title: 'Für wen ist es?',
    text: 'Tippen Sie die ersten {count} Buchstaben des Namens ein.',
    choose: 'Wählen Sie den Namen.',
    none: 'Niemand auf der Liste hat einen Namen, der so anfängt. Versuchen Sie andere Buchstaben.',
    more: 'Es gibt noch mehr: Tippen Sie einen weiteren Buchstaben.',
    department: '{name} (Abteilung)',
    same: '{name} ({mark})',
  },
  fit: { title: 'Welches Fach für {party}?', beside: 'Zu den anderen Sachen in Fach {locker}' },

  lockers: {
    title: 'Fächer',
    text: 'Markieren Sie Fächer, und wählen Sie dann, was damit geschehen soll.',
    expired: {
      title: 'Abgelaufene Sendungen',
      text: { one: 'Aus {count} Fach ist etwas herauszunehmen.', other: 'Aus {count} Fächern ist etwas herauszunehmen.' },
    },
    marked: { one: '{count} Fach ist markiert.', other: '{count} Fächer sind markiert.' },
    all: 'Alle markieren',
    none: 'Keines markieren',
    mark: 'Fach {locker} markieren: {size}, {status}',
    unmark: 'Fach {locker} nicht mehr markieren: {size}, {status}',
    deeds: {
      'open': 'Öffnen', 'end': 'Reservierung beenden', 'remove': 'Abgelaufenes herausnehmen', 'out-of-service': 'Außer Betrieb nehmen',
      'in-service': 'Wieder in Betrieb nehmen', 'check': 'Inhalt prüfen',
    },
    deliver: 'Pakete einlegen',
    showAll: 'Alle Fächer',
    showExpired: 'Abgelaufene Sendungen',
    own: 'Meine eigenen Fächer',
  },
  reason: {
    title: 'Warum außer Betrieb?',
    reasons: {
      'door': 'Die Tür', 'lock': 'Das Schloss', 'sensor': 'Der Sensor', 'damaged': 'Beschädigt', 'dirty': 'Schmutzig',
      'kept-free': 'Freigehalten', 'other': 'Etwas anderes',
    },
  },
  confirm: {
    ask: {
      'open': 'Diese Fächer öffnen?', 'end': 'Diese Reservierungen beenden?', 'remove': 'Abgelaufenes herausnehmen?',
      'out-of-service': 'Diese Fächer außer Betrieb nehmen?', 'in-service': 'Diese Fächer wieder in Betrieb nehmen?',
      'check': 'Diese Fächer prüfen?',
    },
    named: { one: 'Fach {lockers}.', other: 'Fächer {lockers}.' },
    counted: { one: '{count} Fach.', other: '{count} Fächer.' },
    opens: 'Die Türen öffnen sich eine nach der anderen.',
    do: 'Ja, weiter',
  },

  notices: {
    'code-refused': 'Dieser Code oder Ausweis öffnet hier nichts. Bitte prüfen Sie ihn und versuchen Sie es noch einmal.',
    'keypad-locked': 'Zu viele falsche Codes. Eine Weile wird kein Code angenommen; mit dem Ausweis geht es sofort.',
    'sign-in-refused': 'Das passt nicht zusammen. Bitte prüfen Sie es und versuchen Sie es noch einmal.',
    'sign-in-locked': 'Zu viele Fehlversuche. Bitte warten Sie einige Minuten und versuchen Sie es dann noch einmal.',
    'not-allowed': 'Dazu sind Sie hier nicht berechtigt. Die Verwaltung kann das ändern.',
    'two-people': 'Dieser Ausweis ist für zwei Personen eingetragen und öffnet nichts. Bitte sagen Sie der Betreuung der Fächer Bescheid.',
    'pin-too-easy': 'Diese PIN ist zu leicht zu erraten. Bitte lassen Sie sie ändern, und kommen Sie dann wieder.',
    'nothing-here': 'Für Sie liegt hier im Moment nichts.',
    'bank-trouble': 'Die Anlage hat eine Störung, und das hat nicht geklappt. Bitte versuchen Sie es noch einmal. {help}',
    'no-free-locker': 'Alle Fächer sind belegt. Bitte kommen Sie später wieder.',
    'no-locker-of-this-size': 'In dieser Größe ist kein Fach frei. Bitte wählen Sie eine andere.',
    'no-accessible-locker': 'Kein bequem erreichbares Fach ist frei. Bitte wählen Sie ein anderes.',
    'kept-for-deliveries': 'Die noch freien Fächer werden für Pakete gebraucht. Bitte kommen Sie später wieder.',
    'parcel-unknown': 'Dieses Etikett hat niemand angekündigt. Behalten Sie das Paket, und fragen Sie bei Ihrem Auftraggeber nach.',
    'not-yours': 'Mit diesem Etikett liegt hier nichts für Sie.',
    'parcel-already-in': 'Das Paket mit diesem Etikett liegt schon in seinem Fach.',
    'announced-for-others': 'Dieses Etikett ist für jemand anderen angekündigt. Bitte prüfen Sie es, oder behalten Sie das Paket.',
    'too-many': 'Das ist mehr, als eine Person hier gleichzeitig haben darf.',
    'offline': 'Das geht wieder, sobald das Netz zurück ist. Was schon hier liegt, kann abgeholt werden.',
    'window-over': 'Die Zeit dafür ist um.',
    'locker-busy': 'Das Fach wird gerade benutzt. Bitte versuchen Sie es gleich noch einmal.',
    'nothing-there': 'Es gab nichts zu tun.',
    'retracted': 'Notiert: Es liegt nicht im Fach.',
    'left': 'Notiert: Etwas bleibt im Fach.',
    'ended': 'Notiert: Das Fach ist wieder frei. Vielen Dank.',
    'extended': 'Notiert: Sie behalten das Fach länger.',
    'done': 'Erledigt.',
    'problem-reported': 'Vielen Dank. Die Betreuung der Fächer weiß jetzt Bescheid.',
  },

  remote: { text: 'Fach {locker} wird gerade von der Betreuung der Fächer geöffnet.', reason: 'Grund: {why}' },

  page: {
    help: 'Hilfe',
    language: 'Sprache',
    drawing: 'Zeichnung der Fächer',
    youAreHere: 'Sie sind hier',
    begin: 'Zum Beginnen berühren',
    code: 'Ihr Code',
    empty: 'leer',
    secondsLeft: 'Noch Sekunden: {count}',
    scanForHelp: 'Oder scannen Sie diesen Code mit dem Telefon:',
    forced: 'Alarm: gewaltsam geöffnet: Fach {lockers}. Bitte sagen Sie der Betreuung der Fächer Bescheid.',
    left: 'Fach {locker} ist noch offen. Bitte schließen Sie die Tür.',
    leftMany: 'Fächer {lockers} sind noch offen. Bitte schließen Sie die Türen.',
    enter: {
      'code': 'OK', 'carrier-code': 'OK', 'pin': 'OK', 'username': 'Weiter', 'password': 'Anmelden', 'label': 'Fach suchen',
      'letters': 'Suchen',
    },
    keys: {
      keyboard: 'Tastatur auf dem Bildschirm', erase: 'Letztes Zeichen löschen', letters: 'Buchstaben', digits: 'Ziffern',
      shift: 'Großbuchstaben', symbols: 'Sonderzeichen', space: 'Leerzeichen', show: 'Eingabe anzeigen', hide: 'Eingabe verbergen',
    },
    offers: { personal: 'Für Sie', department: 'Für {department}' },
    sign: { field: 'Ihre Unterschrift', clear: 'Neu unterschreiben', done: 'Tür öffnen', pin: 'PIN verwenden' },
    longer: 'Länger',
    shorter: 'Kürzer',
    reach: 'Bequem erreichbar',
    noneFree: 'keines frei',
    problem: 'Ein Problem melden',
    door: {
      waiting: 'als Nächstes', opening: 'öffnet sich', open: 'offen', shut: 'zu', stuck: 'nicht geöffnet', skipped: 'ausgelassen',
    },
    filter: 'Anzeigen',
    everything: 'Alle',
    locker: 'Fach {locker}',
    marked: 'markiert',
    status: {
      'available': 'frei', 'reserved': 'reserviert', 'occupied': 'belegt', 'expired': 'abgelaufen', 'check': 'zu prüfen',
      'out-of-service': 'außer Betrieb',
    },
  },
};
