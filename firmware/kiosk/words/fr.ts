import type { Words } from './words.ts';

/** French, with « vous ». Before a colon, a question mark and inside « » stands a space that does not break. */
export const fr: Words = {
  language: 'Français',
  direction: 'ltr',

  common: {
    back: 'Retour',
    finish: 'J’ai terminé',
    signOut: 'Se déconnecter',
    moreTime: 'J’ai besoin de plus de temps',
    stillThere: { title: 'Êtes-vous toujours là ?', text: 'Cet écran se ferme dans {time}.', soon: 'Cet écran se ferme bientôt.' },
  },

  starting: { title: 'Un instant', text: 'Les casiers démarrent. Ils seront bientôt prêts.' },
  oneMoment: { title: 'Un instant', text: 'Veuillez patienter.' },
  outOfOrder: {
    title: 'Hors service',
    text: 'Aucune porte ne s’ouvre pour le moment. Tout est en sécurité et votre code reste valable : revenez plus tard. {help}',
  },
  setUp: {
    title: 'Pas encore installé',
    'never-flashed':
      'Ces casiers ne sont pas encore en service. Pour la technique : aucun profil n’est installé. Commencez par : lockerbank flash',
    'not-passed':
      'Ces casiers ne sont pas encore en service. Pour la technique (plus : lockerbank status) : {profile}, version {version}, n’a pas '
      + 'réussi l’essai : {trouble}',
    damaged:
      'Ces casiers sont indisponibles pour le moment. Pour la technique : le profil est endommagé. Réinstallez-le : lockerbank flash',
  },

  home: {
    title: 'Bienvenue',
    scan: 'Présentez votre code ou votre badge devant le lecteur.',
    type: 'Saisissez le code de votre message.',
    choose: 'Que souhaitez-vous faire ?',
    typeInstead: 'Saisir un code',
    store: 'Déposer mes affaires',
    carrier: 'Livrer des colis',
    staff: 'Personnel',
  },

  signIn: {
    code: { title: 'Saisissez votre code', text: 'Il figure dans le message que vous avez reçu.' },
    password: { title: 'Personnel', text: 'Saisissez votre identifiant et votre mot de passe, ou présentez votre badge.' },
    label: {
      title: 'Qui êtes-vous ?',
      text: 'Ce que vous avez scanné n’ouvre aucune porte à lui seul. Présentez votre badge, ou saisissez le code de votre message.',
    },
    'carrier-code': {
      title: 'Livrer des colis',
      text: 'Saisissez le code de votre société, ou présentez-le devant le lecteur.',
    },
    locked: {
      title: 'Trop de codes erronés',
      text: 'Vous pourrez de nouveau saisir un code dans {time}. Un badge fonctionne tout de suite.',
    },
  },
  pin: {
    badge: { title: 'Votre code PIN', text: 'Saisissez le code PIN associé à votre badge.' },
    pickup: { title: 'Votre code PIN', text: 'Saisissez votre code PIN et la porte s’ouvrira.' },
  },

  fields: {
    'code': 'Code', 'carrier-code': 'Code de votre société', 'pin': 'Code PIN', 'username': 'Identifiant',
    'password': 'Mot de passe', 'label': 'Numéro de l’étiquette', 'letters': 'Premières lettres du nom',
  },

  place: 'Casier {locker} : colonne {column} à partir de la gauche, rangée {row} à partir du haut.',

  choose: {
    title: 'Que souhaitez-vous faire ?',
    text: 'Choisissez un casier.',
    hello: 'Bonjour, {name}.',
    nothing: 'Rien ne vous attend.',
    mayStore: 'Vous pouvez déposer vos affaires.',
    all: { one: 'Ouvrir {count} casier', other: 'Ouvrir les {count} casiers' },
    one: {
      pickup: 'Retirer au casier {locker}', swap: 'Échanger au casier {locker}',
      keep: 'Ouvrir mon casier {locker}', deposit: 'Déposer quelque chose dans le casier {locker}',
    },
    again: 'Rouvrir le casier {locker}',
    detail: '{offer}, {detail}',
    items: { one: '{count} article', other: '{count} articles' },
    department: 'pour {department}',
    until: 'jusqu’au {time}',
    overdue: 'en retard depuis le {time}',
    longer: 'Garder le casier {locker} plus longtemps',
    end: 'Rendre le casier {locker} : il est vide',
    store: 'Déposer mes affaires',
    trouble: {
      'locker-busy': 'Quelqu’un d’autre utilise le casier {locker}. Vous pourrez l’ouvrir dans un instant.',
      'bank-trouble': 'Le casier {locker} ne s’ouvre pas pour le moment. Son contenu est en sécurité. {help}',
    },
  },

  longer: {
    title: 'Jusqu’à quand gardez-vous le casier {locker} ?',
    text: 'D’ici là, vous pouvez y revenir à tout moment.',
    until: 'Jusqu’au {time}',
  },

  askEnd: {
    title: 'Avez-vous encore besoin du casier {locker} ?',
    text: 'La porte s’ouvre maintenant dans les deux cas.',
    keep: 'Oui, je le garde',
    end: 'Non, je reprends tout',
  },

  sign: {
    sign: { title: 'Veuillez signer', text: 'Signez du doigt dans le cadre, ou saisissez plutôt votre code PIN.' },
    pin: { title: 'Votre code PIN', text: 'Saisissez votre code PIN et la porte s’ouvrira.' },
  },

  doors: {
    opening: { title: 'Le casier {locker} s’ouvre', text: 'Attendez que la porte s’écarte.' },
    open: {
      pickup: { title: 'Prenez vos affaires et refermez la porte', text: 'Le casier {locker} est ouvert.' },
      swap: { title: 'Retirez, déposez, puis refermez la porte', text: 'Le casier {locker} est ouvert.' },
      keep: { title: 'Votre casier est ouvert', text: 'Refermez la porte du casier {locker} quand vous aurez terminé.' },
      deposit: { title: 'Déposez et refermez la porte', text: 'Le casier {locker} est ouvert.' },
      empty: { title: 'Videz le casier et refermez la porte', text: 'Le casier {locker} est ouvert.' },
      look: {
        title: 'Regardez à l’intérieur et refermez la porte',
        text: 'Le casier {locker} est ouvert. Retirez ce qui n’est à personne et laissez le reste.',
      },
    },
    openMany: {
      title: { one: '{count} porte est ouverte', other: '{count} portes sont ouvertes' },
      out: 'Prenez vos affaires et refermez chaque porte.',
      in: 'Refermez chaque porte quand vous aurez terminé.',
    },
    inside: { one: '{count} article se trouve à l’intérieur.', other: '{count} articles se trouvent à l’intérieur.' },
    waiting: { one: 'Il reste {count} casier à ouvrir.', other: 'Il reste {count} casiers à ouvrir.' },
    shut: {
      pickup: { title: 'Merci', text: 'Le casier {locker} est fermé. Avez-vous tout ?' },
      swap: { title: 'Merci', text: 'Le casier {locker} est fermé. Avez-vous tout ?' },
      keep: { title: 'Merci', text: 'Le casier {locker} est fermé.' },
      deposit: { title: 'Le casier {locker} est fermé', text: 'Tout est-il à l’intérieur ?' },
      empty: { title: 'Le casier {locker} est fermé', text: 'Avez-vous tout retiré ?' },
      look: { title: 'Le casier {locker} est fermé', text: 'Vous pouvez continuer.' },
    },
    shutMany: { title: 'Toutes les portes sont fermées', out: 'Merci. Avez-vous tout ?', in: 'Vous pouvez continuer.' },
    code: {
      title: 'Votre code : {code}',
      text: 'Il rouvre le casier {locker}. Notez-le ou prenez-le en photo.',
    },
    reopen: 'Rouvrir le casier {locker}',
    nextDoor: 'Ouvrir le casier {locker}',
    nextParcel: 'Colis suivant',
    nextList: 'Retour à la liste',
    retract: 'Je ne l’ai pas déposé',
    larger: 'Cela n’entre pas : un casier plus grand',
    end: 'Je n’ai plus besoin de ce casier',
    leftSome: '{item} reste dans le casier {locker}',
    held: 'Fermez d’abord cette porte, s’il vous plaît. Le casier {locker} s’ouvrira ensuite.',
    retry: 'Réessayer',
    retryOne: 'Réessayer le casier {locker}',
    skip: 'Continuer sans ce casier',
    skipOne: 'Continuer sans le casier {locker}',
  },

  stuck: {
    'did-not-open': {
      title: 'Le casier {locker} ne s’est pas ouvert',
      out: 'Choisissez « {retry} ». Vos affaires sont en sécurité et votre code reste valable. {help}',
      in: 'Choisissez « {retry} », ou continuez sans ce casier. {help}',
    },
    'locker-busy': {
      title: 'Le casier {locker} est en cours d’utilisation',
      out: 'Patientez un instant, puis choisissez « {retry} ». Vos affaires sont en sécurité.',
      in: 'Patientez un instant, puis choisissez « {retry} », ou continuez sans ce casier.',
    },
    'window-over': {
      title: 'Le casier {locker} ne peut plus être rouvert',
      out: 'Le délai est écoulé. Si vous y avez oublié quelque chose, adressez-vous aux responsables des casiers. {help}',
      in: 'Le délai est écoulé. Si le contenu n’est pas le bon, demandez à un administrateur d’ouvrir la porte.',
    },
    'not-allowed': {
      title: 'Le casier {locker} ne s’ouvre pas pour vous',
      out: 'Les responsables des casiers peuvent l’ouvrir. {help}',
      in: 'Continuez sans ce casier et adressez-vous à un administrateur.',
    },
    'bank-trouble': {
      title: 'Les casiers sont en panne',
      out: 'Le casier {locker} reste fermé pour l’instant. Vos affaires sont en sécurité et votre code reste valable. '
        + 'Choisissez « {retry} ». {help}',
      in: 'Le casier {locker} reste fermé pour l’instant. Choisissez « {retry} », ou continuez sans lui. {help}',
    },
  },

  problem: {
    title: 'Quel est le problème ?',
    text: 'Choisissez ce qui convient. Les responsables des casiers seront prévenus.',
    at: 'Choisissez ce qui ne va pas au casier {locker}. Les responsables des casiers seront prévenus.',
    reasons: {
      'empty': 'Le casier est vide', 'wrong-thing': 'Il contient autre chose', 'damaged': 'Quelque chose est abîmé',
      'does-not-shut': 'La porte ne ferme pas', 'dirty': 'Le casier est sale',
    },
  },

  size: {
    title: 'De quelle taille avez-vous besoin ?',
    text: 'Choisissez la plus petite qui convient.',
    offer: '{size}, {width} × {height} × {depth} cm',
    within: '{size}, facile à atteindre',
    taken: 'Aucun casier de taille {size} n’est libre.',
  },
  length: { title: 'Pour combien de temps ?', text: 'D’ici là, vous pouvez y revenir à tout moment.', offer: 'Pour {length}' },

  label: {
    title: 'Scannez ou saisissez l’étiquette',
    text: 'Présentez l’étiquette devant le lecteur, ou saisissez son numéro.',
    hello: 'Session ouverte : {name}.',
    noLabel: 'Il n’a pas d’étiquette',
    lockers: 'Tous les casiers',
  },
  party: {
    title: 'Pour qui est-ce ?',
    text: 'Saisissez les {count} premières lettres du nom.',
    choose: 'Choisissez le nom.',
    none: 'Aucun nom de la liste ne commence ainsi. Essayez d’autres lettres.',
    more: 'Il y en a d’autres : saisissez une lettre de plus.',
    department: '{name} (service)',
    same: '{name} ({mark})',
  },
  fit: { title: 'Quel casier pour {party} ?', beside: 'Avec les autres affaires du casier {locker}' },

  lockers: {
    title: 'Casiers',
    text: 'Cochez des casiers, puis choisissez ce que vous voulez en faire.',
    expired: {
      title: 'Articles expirés',
      text: { one: 'Il y a {count} casier à vider.', other: 'Il y a {count} casiers à vider.' },
    },
    marked: { one: '{count} casier est coché.', other: '{count} casiers sont cochés.' },
    all: 'Tout cocher',
    none: 'Tout décocher',
    mark: 'Cocher le casier {locker} : {size}, {status}',
    unmark: 'Décocher le casier {locker} : {size}, {status}',
    deeds: {
      'open': 'Ouvrir', 'end': 'Mettre fin à la réservation', 'remove': 'Retirer les articles expirés',
      'out-of-service': 'Mettre hors service', 'in-service': 'Remettre en service', 'check': 'Vérifier le contenu',
    },
    deliver: 'Déposer des colis',
    showAll: 'Tous les casiers',
    showExpired: 'Articles expirés',
    own: 'Mes propres casiers',
  },
  reason: {
    title: 'Pourquoi hors service ?',
    reasons: {
      'door': 'La porte', 'lock': 'La serrure', 'sensor': 'Le capteur', 'damaged': 'Abîmé', 'dirty': 'Sale',
      'kept-free': 'Gardé libre', 'other': 'Autre raison',
    },
  },
  confirm: {
    ask: {
      'open': 'Ouvrir ces casiers ?', 'end': 'Mettre fin à ces réservations ?', 'remove': 'Retirer les articles expirés ?',
      'out-of-service': 'Mettre ces casiers hors service ?', 'in-service': 'Remettre ces casiers en service ?',
      'check': 'Vérifier ces casiers ?',
    },
    named: { one: 'Casier {lockers}.', other: 'Casiers {lockers}.' },
    counted: { one: '{count} casier.', other: '{count} casiers.' },
    opens: 'Les portes s’ouvrent l’une après l’autre.',
    do: 'Oui, continuer',
  },

  notices: {
    'code-refused': 'Ce code ou ce badge n’ouvre rien ici. Vérifiez-le et réessayez.',
    'keypad-locked': 'Trop de codes erronés. Aucun code n’est accepté pour le moment ; un badge fonctionne tout de suite.',
    'sign-in-refused': 'Cela ne correspond pas. Vérifiez votre saisie et réessayez.',
    'sign-in-locked': 'Trop de tentatives erronées. Patientez quelques minutes, puis réessayez.',
    'not-allowed': 'Vous n’avez pas le droit de faire cela ici. Un administrateur peut y remédier.',
    'two-people': 'Ce badge est inscrit pour deux personnes, rien ne s’ouvre donc. Prévenez les responsables des casiers.',
    'pin-too-easy': 'Ce code PIN est trop facile à deviner. Faites-le changer, puis revenez.',
    'nothing-here': 'Il n’y a rien pour vous ici pour le moment.',
    'bank-trouble': 'Les casiers sont en panne et cela n’a pas fonctionné. Veuillez réessayer. {help}',
    'no-free-locker': 'Tous les casiers sont occupés. Revenez plus tard.',
    'no-locker-of-this-size': 'Aucun casier de cette taille n’est libre. Choisissez une autre taille.',
    'no-accessible-locker': 'Aucun casier facile à atteindre n’est libre. Choisissez-en un autre.',
    'kept-for-deliveries': 'Les casiers encore libres sont réservés aux colis. Revenez plus tard.',
    'parcel-unknown': 'Cette étiquette n’a pas été annoncée. Gardez le colis et renseignez-vous auprès de votre donneur d’ordre.',
    'not-yours': 'Il n’y a rien ici pour vous avec cette étiquette.',
    'parcel-already-in': 'Le colis qui porte cette étiquette est déjà dans son casier.',
    'announced-for-others': 'Cette étiquette est annoncée pour quelqu’un d’autre. Vérifiez-la, ou gardez le colis.',
    'too-many': 'C’est plus qu’une personne ne peut avoir ici en même temps.',
    'offline': 'Cela fonctionnera de nouveau au retour du réseau. Ce qui est déjà ici peut être retiré.',
    'window-over': 'Le délai pour cela est écoulé.',
    'locker-busy': 'Le casier est en cours d’utilisation. Réessayez dans un instant.',
    'nothing-there': 'Il n’y avait rien à faire.',
    'retracted': 'C’est noté : il n’est pas dans le casier.',
    'left': 'C’est noté : quelque chose reste dans le casier.',
    'ended': 'C’est noté : le casier est de nouveau libre. Merci.',
    'extended': 'C’est noté : vous gardez le casier plus longtemps.',
    'done': 'C’est fait.',
    'problem-reported': 'Merci. Les responsables des casiers ont été prévenus.',
  },

  remote: { text: 'Le casier {locker} est ouvert par les responsables des casiers.', reason: 'Motif : {why}' },

  page: {
    help: 'Aide',
    language: 'Langue',
    drawing: 'Plan des casiers',
    youAreHere: 'Vous êtes ici',
    begin: 'Touchez pour commencer',
    code: 'Votre code',
    empty: 'vide',
    secondsLeft: 'Secondes restantes : {count}',
    scanForHelp: 'Ou scannez ce code avec votre téléphone :',
    forced: 'Alerte : ouvert de force : casier {lockers}. Prévenez les responsables des casiers, s’il vous plaît.',
    left: 'Le casier {locker} est encore ouvert. Veuillez refermer la porte.',
    leftMany: 'Les casiers {lockers} sont encore ouverts. Veuillez refermer les portes.',
    enter: {
      'code': 'OK', 'carrier-code': 'OK', 'pin': 'OK', 'username': 'Suivant', 'password': 'Se connecter',
      'label': 'Trouver le casier', 'letters': 'Chercher',
    },
    keys: {
      keyboard: 'Clavier à l’écran', erase: 'Effacer le dernier caractère', letters: 'Lettres', digits: 'Chiffres',
      shift: 'Majuscules', symbols: 'Symboles', space: 'Espace', show: 'Afficher la saisie', hide: 'Masquer la saisie',
    },
    offers: { personal: 'Pour vous', department: 'Pour {department}' },
    sign: { field: 'Votre signature', clear: 'Recommencer la signature', done: 'Ouvrir la porte', pin: 'Utiliser mon code PIN' },
    longer: 'Plus longtemps',
    shorter: 'Moins longtemps',
    reach: 'Facile à atteindre',
    noneFree: 'aucun libre',
    problem: 'Signaler un problème',
    door: {
      waiting: 'ensuite', opening: 's’ouvre', open: 'ouvert', shut: 'fermé', stuck: 'ne s’est pas ouvert',
      skipped: 'laissé de côté',
    },
    filter: 'Afficher',
    everything: 'Tous',
    locker: 'Casier {locker}',
    marked: 'coché',
    status: {
      'available': 'libre', 'reserved': 'réservé', 'occupied': 'occupé', 'expired': 'expiré', 'check': 'à vérifier',
      'out-of-service': 'hors service',
    },
  },
};
