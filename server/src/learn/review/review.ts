// The review, drafted from the timeline: what the facts know is filled in, what only people know is asked.
import type { ImpactTotals } from '../../assess/impact/impact.contract.ts'
import { shownMoney } from '../../communicate/frame/html.ts'
import type { TimelineEntry } from '../../stabilize/crisis/crisis.contract.ts'
import type { Kpis } from '../kpis/kpis.contract.ts'

export type ReviewFacts = {
  number: string
  title: string
  kind: string
  severity: number
  onsetAt: Date
  restoredAt: Date | null
  kpis: Kpis
  impact: ImpactTotals | null
  timeline: TimelineEntry[]
  granted: { amountMinor: number; currency: string }[]
}

/** Markdown, blameless: people appear by their part in the response, never as a cause. */
export function draftReview(facts: ReviewFacts): string {
  const { kpis, impact } = facts
  return `# ${facts.number}: ${oneLine(facts.title)}

Kind: ${facts.kind.replaceAll('-', ' ')}. Severity ${facts.severity}. From ${stamp(facts.onsetAt)} to ${facts.restoredAt ? stamp(facts.restoredAt) : 'not restored yet'} (UTC).

## Summary

_In three sentences a customer understands: what happened, why, and what is different now._

## Impact

${impact ? impactLines(impact) : 'Impact was not assessed.'}

## Figures

| figure | value |
|---|---|
| Time to detect | ${minutes(kpis.timeToDetect)} |
| Time to acknowledge | ${minutes(kpis.timeToAcknowledge)} |
| Time to first message | ${minutes(kpis.timeToFirstMessage)} |
| Time to restore | ${minutes(kpis.timeToRestore)} |
${kpis.timesReopened > 0 ? `| Reopened | ${kpis.timesReopened} times |\n` : ''}| Comms SLA hit | ${kpis.commsSlaHit === null ? 'no clock was due' : `${kpis.commsSlaHit} % (${kpis.clocksMet} of ${kpis.clocksDue} clocks met, ${kpis.clocksWaived} waived)`} |
| Approvals in time | ${kpis.approvalsDue === 0 ? 'no update waited for a second person' : `${kpis.approvalsInTime} of ${kpis.approvalsDue}`} |
| Others told in time | ${kpis.audiences.length === 0 ? 'no other audience had a clock' : kpis.audiences.map(({ audience, inTime, due }) => `${audience} ${inTime} of ${due}`).join(', ')} |
| Sign-off rate | ${kpis.signOffRate === null ? 'nobody was asked yet' : `${kpis.signOffRate} % (${kpis.signOffWorks} of ${kpis.signOffAsked} accounts; ${kpis.signOffBroken} say it is still broken)`} |
| Update satisfaction | ${kpis.updateSatisfaction === null ? 'no reader said' : `${kpis.updateSatisfaction} % (${kpis.updateHelpful} found an update helpful, ${kpis.updateNot} did not)`} |
| Remedies granted | ${facts.granted.length === 0 ? 'none yet' : facts.granted.map((money) => shownMoney(money.amountMinor, money.currency, 'en')).join(', ')} |

## Sequence of events

All times UTC.

${facts.timeline.map((entry) => `- **${stamp(new Date(entry.at))}** ${oneLine(entry.text ? `${entry.sentence.replace(/\.?$/, '.')} ${entry.text}` : entry.sentence)}`).join('\n')}

## Causes and contributing factors

_What made it possible? What made it worse? What made it last? Describe conditions, not people._

## Four perspectives

- **Technical:** _what failed, and what held_
- **Customer:** _what it was like; what customers heard, and when_
- **Business:** _revenue, promises, reputation_
- **Process:** _what helped the response, what slowed it_

## How the response worked

${missedLines(facts.timeline)}

## Actions

| action | owner | due | proof that it works |
|---|---|---|---|
|  |  |  |  |
`
}

const impactLines = (impact: ImpactTotals) =>
  `${impact.accounts.toLocaleString('en')} of ${impact.ofAccounts.toLocaleString('en')} accounts were affected, ${impact.vulnerable.toLocaleString('en')} of them vulnerable. Monthly revenue behind them: ${impact.revenue.map((money) => shownMoney(money.amountMinor, money.currency, 'en')).join(', ') || 'none known'}.

${impact.byTier.map((row) => `- ${row.tier}: ${row.accounts.toLocaleString('en')} accounts`).join('\n')}`

const missedLines = (entries: TimelineEntry[]) => {
  const missed = entries.filter((entry) => entry.type === 'ClockMissed')
  return missed.length === 0
    ? 'Every promise that came due was kept. _What made that possible?_'
    : `${missed.length === 1 ? 'One promise was missed' : `${missed.length} promises were missed`}:\n\n${missed
        .slice(0, 50)
        .map((entry) => `- ${entry.sentence} _Why?_`)
        .join('\n')}`
}
const stamp = (at: Date) => at.toISOString().slice(0, 16).replace('T', ' ')
const minutes = (value: number | null) =>
  value === null ? 'not known' : value >= 120 ? `${Math.floor(value / 60)} h ${Math.round(value % 60)} min` : `${value} min`
const oneLine = (text: string) => text.replace(/\s+/g, ' ').replace(/([\\`*_{}[\]<>|#])/g, '\\$1')
