import type { Words } from './words.ts';

/** Spanish, with «usted». A locker is a «taquilla», understood on both sides of the Atlantic. */
export const es: Words = {
  language: 'Español',
  direction: 'ltr',

  common: {
    back: 'Atrás',
    finish: 'He terminado',
    signOut: 'Cerrar sesión',
    moreTime: 'Necesito más tiempo',
    stillThere: { title: '¿Sigue usted ahí?', text: 'Esta pantalla se cierra en {time}.', soon: 'Esta pantalla se cierra pronto.' },
  },

  starting: { title: 'Un momento', text: 'Las taquillas se están iniciando. Enseguida estarán listas.' },
  oneMoment: { title: 'Un momento', text: 'Espere, por favor.' },
  outOfOrder: {
    title: 'Fuera de servicio',
    text: 'Por ahora no se abre ninguna puerta. Todo está a salvo y su código sigue siendo válido: vuelva más tarde. {help}',
  },
  setUp: {
    title: 'Aún sin instalar',
    'never-flashed':
      'Estas taquillas aún no están en servicio. Para el personal técnico: no hay ningún perfil cargado. Empiece con: lockerbank flash',
    'not-passed':
      'Estas taquillas aún no están en servicio. Para el personal técnico (más: lockerbank status): {profile}, versión {version}, no ha '
      + 'superado la prueba: {trouble}',
    damaged:
      'Estas taquillas no se pueden usar por ahora. Para el personal técnico: el perfil está dañado. Cárguelo de nuevo: lockerbank flash',
  },

  home: {
    title: 'Le damos la bienvenida',
    scan: 'Acerque su código o su tarjeta al lector.',
    type: 'Escriba el código de su mensaje.',
    choose: '¿Qué desea hacer?',
    typeInstead: 'Escribir un código',
    store: 'Guardar mis cosas',
    carrier: 'Entregar paquetes',
    staff: 'Personal',
  },

  signIn: {
    code: { title: 'Escriba su código', text: 'Está en el mensaje que recibió.' },
    password: { title: 'Personal', text: 'Escriba su usuario y su contraseña, o acerque su tarjeta al lector.' },
    label: {
      title: '¿Quién es usted?',
      text: 'Lo que ha escaneado no abre ninguna puerta por sí solo. Acerque su tarjeta al lector, o escriba el código de su mensaje.',
    },
    'carrier-code': { title: 'Entregar paquetes', text: 'Escriba el código de su empresa, o acérquelo al lector.' },
    locked: {
      title: 'Demasiados códigos incorrectos',
      text: 'Podrá volver a escribir un código en {time}. Una tarjeta funciona ya.',
    },
  },
  pin: {
    badge: { title: 'Su PIN', text: 'Escriba el PIN de su tarjeta.' },
    pickup: { title: 'Su PIN', text: 'Escriba su PIN y se abrirá la puerta.' },
  },

  fields: {
    'code': 'Código', 'carrier-code': 'Código de su empresa', 'pin': 'PIN', 'username': 'Usuario', 'password': 'Contraseña',
    'label': 'Número de la etiqueta', 'letters': 'Primeras letras del nombre',
  },

  place: 'Taquilla {locker}: columna {column} desde la izquierda, fila {row} desde arriba.',

  choose: {
    title: '¿Qué desea hacer?',
    text: 'Elija una taquilla.',
    hello: 'Hola, {name}.',
    nothing: 'No hay nada para usted.',
    mayStore: 'Puede guardar sus cosas.',
    all: { one: 'Abrir {count} taquilla', other: 'Abrir las {count} taquillas' },
    one: {
      pickup: 'Recoger de la taquilla {locker}', swap: 'Cambiar en la taquilla {locker}',
      keep: 'Abrir mi taquilla {locker}', deposit: 'Dejar algo en la taquilla {locker}',
    },
    again: 'Volver a abrir la taquilla {locker}',
    detail: '{offer}, {detail}',
    items: { one: '{count} artículo', other: '{count} artículos' },
    department: 'para {department}',
    until: 'hasta el {time}',
    overdue: 'vencida desde el {time}',
    longer: 'Conservar más tiempo la taquilla {locker}',
    end: 'Devolver la taquilla {locker}: está vacía',
    store: 'Guardar mis cosas',
    trouble: {
      'locker-busy': 'Otra persona está usando la taquilla {locker}. Podrá abrirla dentro de un momento.',
      'bank-trouble': 'La taquilla {locker} no se abre por ahora. Lo que hay dentro está a salvo. {help}',
    },
  },

  longer: {
    title: '¿Hasta cuándo necesita la taquilla {locker}?',
    text: 'Hasta entonces puede volver cuando quiera.',
    until: 'Hasta el {time}',
  },

  askEnd: {
    title: '¿Seguirá necesitando la taquilla {locker}?',
    text: 'La puerta se abre ahora en cualquier caso.',
    keep: 'Sí, la conservo',
    end: 'No, lo saco todo',
  },

  sign: {
    sign: { title: 'Firme, por favor', text: 'Firme con el dedo en el recuadro, o escriba su PIN.' },
    pin: { title: 'Su PIN', text: 'Escriba su PIN y se abrirá la puerta.' },
  },

  doors: {
    opening: { title: 'La taquilla {locker} se está abriendo', text: 'Espere a que se abra la puerta.' },
    open: {
      pickup: { title: 'Recoja sus cosas y cierre la puerta', text: 'La taquilla {locker} está abierta.' },
      swap: { title: 'Saque, meta y cierre la puerta', text: 'La taquilla {locker} está abierta.' },
      keep: { title: 'Su taquilla está abierta', text: 'Cierre la puerta de la taquilla {locker} cuando termine.' },
      deposit: { title: 'Déjelo dentro y cierre la puerta', text: 'La taquilla {locker} está abierta.' },
      empty: { title: 'Vacíe la taquilla y cierre la puerta', text: 'La taquilla {locker} está abierta.' },
      look: {
        title: 'Mire dentro y cierre la puerta',
        text: 'La taquilla {locker} está abierta. Saque lo que no sea de nadie y deje lo demás.',
      },
    },
    openMany: {
      title: { one: '{count} puerta está abierta', other: '{count} puertas están abiertas' },
      out: 'Recoja sus cosas y cierre todas las puertas.',
      in: 'Cierre todas las puertas cuando termine.',
    },
    inside: { one: 'Hay {count} artículo dentro.', other: 'Hay {count} artículos dentro.' },
    waiting: { one: 'Queda {count} taquilla por abrir.', other: 'Quedan {count} taquillas por abrir.' },
    shut: {
      pickup: { title: 'Gracias', text: 'La taquilla {locker} está cerrada. ¿Lo tiene todo?' },
      swap: { title: 'Gracias', text: 'La taquilla {locker} está cerrada. ¿Lo tiene todo?' },
      keep: { title: 'Gracias', text: 'La taquilla {locker} está cerrada.' },
      deposit: { title: 'La taquilla {locker} está cerrada', text: '¿Está todo dentro?' },
      empty: { title: 'La taquilla {locker} está cerrada', text: '¿Lo ha sacado todo?' },
      look: { title: 'La taquilla {locker} está cerrada', text: 'Puede continuar.' },
    },
    shutMany: { title: 'Todas las puertas están cerradas', out: 'Gracias. ¿Lo tiene todo?', in: 'Puede continuar.' },
    code: { title: 'Su código: {code}', text: 'Vuelve a abrir la taquilla {locker}. Anótelo o hágale una foto.' },
    reopen: 'Volver a abrir la taquilla {locker}',
    nextDoor: 'Abrir la taquilla {locker}',
    nextParcel: 'Siguiente paquete',
    nextList: 'Volver a la lista',
    retract: 'No lo he dejado dentro',
    larger: 'No cabe: una taquilla más grande',
    end: 'Ya no necesito esta taquilla',
    leftSome: '{item} se queda en la taquilla {locker}',
    held: 'Cierre primero esta puerta, por favor. Después se abre la taquilla {locker}.',
    retry: 'Intentar de nuevo',
    retryOne: 'Intentar de nuevo la taquilla {locker}',
    skip: 'Seguir sin esta taquilla',
    skipOne: 'Seguir sin la taquilla {locker}',
  },

  stuck: {
    'did-not-open': {
      title: 'La taquilla {locker} no se ha abierto',
      out: 'Elija «{retry}». Sus cosas están a salvo y su código sigue siendo válido. {help}',
      in: 'Elija «{retry}», o siga sin esta taquilla. {help}',
    },
    'locker-busy': {
      title: 'La taquilla {locker} está en uso',
      out: 'Espere un momento y elija «{retry}». Sus cosas están a salvo.',
      in: 'Espere un momento y elija «{retry}», o siga sin esta taquilla.',
    },
    'window-over': {
      title: 'La taquilla {locker} ya no se puede volver a abrir',
      out: 'El tiempo para ello ha terminado. Si olvidó algo dentro, diríjase a los responsables de las taquillas. {help}',
      in: 'El tiempo para ello ha terminado. Si dentro no está lo correcto, pida a un administrador que abra la puerta.',
    },
    'not-allowed': {
      title: 'La taquilla {locker} no se abre para usted',
      out: 'Los responsables de las taquillas pueden abrirla. {help}',
      in: 'Siga sin esta taquilla y consulte a un administrador.',
    },
    'bank-trouble': {
      title: 'Las taquillas tienen una avería',
      out: 'La taquilla {locker} queda cerrada por ahora. Sus cosas están a salvo y su código sigue siendo válido. '
        + 'Elija «{retry}». {help}',
      in: 'La taquilla {locker} queda cerrada por ahora. Elija «{retry}», o siga sin ella. {help}',
    },
  },

  problem: {
    title: '¿Qué ocurre?',
    text: 'Elija lo que corresponda. Se avisará a los responsables de las taquillas.',
    at: 'Elija qué ocurre con la taquilla {locker}. Se avisará a los responsables de las taquillas.',
    reasons: {
      'empty': 'La taquilla está vacía', 'wrong-thing': 'Hay otra cosa dentro', 'damaged': 'Algo está dañado',
      'does-not-shut': 'La puerta no cierra', 'dirty': 'La taquilla está sucia',
    },
  },

  size: {
    title: '¿Qué tamaño necesita?',
    text: 'Elija el más pequeño que le sirva.',
    offer: '{size}, {width} × {height} × {depth} cm',
    within: '{size}, de fácil alcance',
    taken: 'No queda libre ninguna taquilla de tamaño {size}.',
  },
  length: { title: '¿Durante cuánto tiempo?', text: 'Hasta entonces puede volver cuando quiera.', offer: 'Durante {length}' },

  label: {
    title: 'Escanee o escriba la etiqueta',
    text: 'Acerque la etiqueta al lector, o escriba su número.',
    hello: 'Sesión iniciada: {name}.',
    noLabel: 'No tiene etiqueta',
    lockers: 'Todas las taquillas',
  },
  party: {
    title: '¿Para quién es?',
    text: 'Escriba las {count} primeras letras del nombre.',
    choose: 'Elija el nombre.',
    none: 'Nadie en la lista tiene un nombre que empiece así. Pruebe con otras letras.',
    more: 'Hay más: escriba otra letra.',
    department: '{name} (departamento)',
    same: '{name} ({mark})',
  },
  fit: { title: '¿Qué taquilla para {party}?', beside: 'Con las otras cosas de la taquilla {locker}' },

  lockers: {
    title: 'Taquillas',
    text: 'Marque taquillas y elija qué hacer con ellas.',
    expired: {
      title: 'Artículos vencidos',
      text: { one: 'Hay {count} taquilla por vaciar.', other: 'Hay {count} taquillas por vaciar.' },
    },
    marked: { one: '{count} taquilla está marcada.', other: '{count} taquillas están marcadas.' },
    all: 'Marcar todas',
    none: 'No marcar ninguna',
    mark: 'Marcar la taquilla {locker}: {size}, {status}',
    unmark: 'Desmarcar la taquilla {locker}: {size}, {status}',
    deeds: {
      'open': 'Abrir', 'end': 'Terminar la reserva', 'remove': 'Sacar los artículos vencidos', 'out-of-service': 'Poner fuera de servicio',
      'in-service': 'Volver a poner en servicio', 'check': 'Comprobar lo que hay dentro',
    },
    deliver: 'Dejar paquetes',
    showAll: 'Todas las taquillas',
    showExpired: 'Artículos vencidos',
    own: 'Mis propias taquillas',
  },
  reason: {
    title: '¿Por qué fuera de servicio?',
    reasons: {
      'door': 'La puerta', 'lock': 'La cerradura', 'sensor': 'El detector', 'damaged': 'Dañada', 'dirty': 'Sucia',
      'kept-free': 'Se mantiene libre', 'other': 'Otra razón',
    },
  },
  confirm: {
    ask: {
      'open': '¿Abrir estas taquillas?', 'end': '¿Terminar estas reservas?', 'remove': '¿Sacar los artículos vencidos?',
      'out-of-service': '¿Poner estas taquillas fuera de servicio?', 'in-service': '¿Volver a poner estas taquillas en servicio?',
      'check': '¿Comprobar estas taquillas?',
    },
    named: { one: 'Taquilla {lockers}.', other: 'Taquillas {lockers}.' },
    counted: { one: '{count} taquilla.', other: '{count} taquillas.' },
    opens: 'Las puertas se abren una tras otra.',
    do: 'Sí, continuar',
  },

  notices: {
    'code-refused': 'Este código o esta tarjeta no abre nada aquí. Compruébelo e inténtelo de nuevo.',
    'keypad-locked': 'Demasiados códigos incorrectos. De momento no se acepta ningún código; una tarjeta funciona ya.',
    'sign-in-refused': 'No coincide. Compruébelo e inténtelo de nuevo.',
    'sign-in-locked': 'Demasiados intentos incorrectos. Espere unos minutos e inténtelo de nuevo.',
    'not-allowed': 'No tiene permiso para hacer eso aquí. Un administrador puede cambiarlo.',
    'two-people': 'Esta tarjeta figura a nombre de dos personas y no abre nada. Avise a los responsables de las taquillas.',
    'pin-too-easy': 'Este PIN es demasiado fácil de adivinar. Pida que se lo cambien y vuelva después.',
    'nothing-here': 'Por ahora no hay nada para usted aquí.',
    'bank-trouble': 'Las taquillas tienen una avería y no ha funcionado. Inténtelo de nuevo. {help}',
    'no-free-locker': 'Todas las taquillas están ocupadas. Vuelva más tarde.',
    'no-locker-of-this-size': 'No queda libre ninguna taquilla de este tamaño. Elija otro tamaño.',
    'no-accessible-locker': 'No queda libre ninguna taquilla de fácil alcance. Elija otra.',
    'kept-for-deliveries': 'Las taquillas que quedan libres se reservan para paquetes. Vuelva más tarde.',
    'parcel-unknown': 'Nadie ha anunciado esta etiqueta. Quédese con el paquete y consulte a quien se lo encargó.',
    'not-yours': 'Con esta etiqueta no hay nada para usted.',
    'parcel-already-in': 'El paquete con esta etiqueta ya está en su taquilla.',
    'announced-for-others': 'Esta etiqueta está anunciada para otra persona. Compruébela, o quédese con el paquete.',
    'too-many': 'Es más de lo que una persona puede tener aquí a la vez.',
    'offline': 'Volverá a funcionar cuando haya red. Lo que ya está aquí se puede recoger.',
    'window-over': 'El tiempo para eso ha terminado.',
    'locker-busy': 'La taquilla está en uso. Inténtelo de nuevo dentro de un momento.',
    'nothing-there': 'No había nada que hacer.',
    'retracted': 'Anotado: no está en la taquilla.',
    'left': 'Anotado: algo se queda en la taquilla.',
    'ended': 'Anotado: la taquilla vuelve a estar libre. Gracias.',
    'extended': 'Anotado: conserva la taquilla más tiempo.',
    'done': 'Hecho.',
    'problem-reported': 'Gracias. Hemos avisado a los responsables de las taquillas.',
  },

  remote: { text: 'Los responsables de las taquillas están abriendo la taquilla {locker}.', reason: 'Motivo: {why}' },

  page: {
    help: 'Ayuda',
    language: 'Idioma',
    drawing: 'Dibujo de las taquillas',
    youAreHere: 'Usted está aquí',
    begin: 'Toque para empezar',
    code: 'Su código',
    empty: 'vacío',
    secondsLeft: 'Segundos restantes: {count}',
    scanForHelp: 'O escanee este código con el teléfono:',
    forced: 'Alarma: se ha forzado: taquilla {lockers}. Avise a los responsables de las taquillas, por favor.',
    left: 'La taquilla {locker} sigue abierta. Cierre la puerta, por favor.',
    leftMany: 'Las taquillas {lockers} siguen abiertas. Cierre las puertas, por favor.',
    enter: {
      'code': 'OK', 'carrier-code': 'OK', 'pin': 'OK', 'username': 'Siguiente', 'password': 'Entrar', 'label': 'Buscar la taquilla',
      'letters': 'Buscar',
    },
    keys: {
      keyboard: 'Teclado en la pantalla', erase: 'Borrar el último carácter', letters: 'Letras', digits: 'Cifras',
      shift: 'Mayúsculas', symbols: 'Símbolos', space: 'Espacio', show: 'Mostrar lo escrito', hide: 'Ocultar lo escrito',
    },
    offers: { personal: 'Para usted', department: 'Para {department}' },
    sign: { field: 'Su firma', clear: 'Volver a firmar', done: 'Abrir la puerta', pin: 'Usar mi PIN' },
    longer: 'Más tiempo',
    shorter: 'Menos tiempo',
    reach: 'De fácil alcance',
    noneFree: 'ninguna libre',
    problem: 'Avisar de un problema',
    door: {
      waiting: 'después', opening: 'abriéndose', open: 'abierta', shut: 'cerrada', stuck: 'no se ha abierto', skipped: 'omitida',
    },
    filter: 'Ver',
    everything: 'Todas',
    locker: 'Taquilla {locker}',
    marked: 'marcada',
    status: {
      'available': 'libre', 'reserved': 'reservada', 'occupied': 'ocupada', 'expired': 'vencida', 'check': 'por comprobar',
      'out-of-service': 'fuera de servicio',
    },
  },
};
