/** The topics of one bank; every one is exact, none is a wildcard. */
export interface Topics {
  readonly state: string;
  readonly report: string;
  readonly events: string;
  readonly requests: string;
  readonly answers: string;
  readonly acks: string;
  readonly commands: string;
  readonly want: string;
  readonly host: string;
}

export function topicsOf(tenant: string, bank: string): Topics {
  const root = `lb/1/${tenant}`;
  const up = `${root}/${bank}/up`;
  const dn = `${root}/${bank}/dn`;
  return {
    state: `${up}/state`,
    report: `${up}/report`,
    events: `${up}/evt`,
    requests: `${up}/req`,
    answers: `${dn}/rsp`,
    acks: `${dn}/ack`,
    commands: `${dn}/cmd`,
    want: `${dn}/want`,
    host: `${root}/_host/dn/state`,
  };
}
