// The severity in force and what the rules say of it: they propose, in both directions; only a person changes it, or keeps it, with a reason.
export type SeverityCommand =
  | { type: 'ChangeSeverity'; severity: number; reasonId: string; now: Date }
  | { type: 'ProposeSeverity'; severity: number; reasons: string[]; now: Date }
export type SeverityFact =
  | { type: 'SeverityChanged'; severity: number; from: number; reasonId: string; at: Date }
  | { type: 'SeverityKept'; severity: number; against: number; reasonId: string; at: Date }
  | { type: 'SeverityProposed'; severity: number; reasons: string[]; at: Date }
export type SeverityState = {
  severity: number
  /** What the rules say now, where that is not the severity in force: only a person changes it. */
  proposal?: { severity: number; reasons: string[] }
  /** What the rules said and a person decided against: not said again until they say something else. */
  declined?: number
}

/** Keeping it while the rules say otherwise is a decision, too; where nothing was proposed the same again says nothing. Each opinion of the rules is said once. */
export function decideSeverity(command: SeverityCommand, state: SeverityState): SeverityFact[] {
  const { severity, now: at } = command
  if (command.type === 'ProposeSeverity')
    return severity === (said(state) ?? state.severity) ? [] : [{ type: 'SeverityProposed', severity, reasons: command.reasons, at }]
  const { reasonId } = command
  if (severity !== state.severity) return [{ type: 'SeverityChanged', severity, from: state.severity, reasonId, at }]
  return state.proposal ? [{ type: 'SeverityKept', severity, against: state.proposal.severity, reasonId, at }] : []
}

export function evolveSeverity(state: SeverityState, fact: SeverityFact): SeverityState {
  switch (fact.type) {
    case 'SeverityChanged':
      return { severity: fact.severity, proposal: undefined, declined: said(state) === fact.severity ? undefined : said(state) }
    case 'SeverityKept':
      return { severity: state.severity, proposal: undefined, declined: fact.against }
    case 'SeverityProposed':
      return {
        severity: state.severity,
        declined: undefined,
        proposal: fact.severity === state.severity ? undefined : { severity: fact.severity, reasons: fact.reasons },
      }
  }
}

const said = ({ proposal, declined }: SeverityState) => proposal?.severity ?? declined
