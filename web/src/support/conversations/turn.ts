// Why a conversation stands where it does in the queue, in the unit that people know: as if it had waited so much longer.
import { t, tOf } from '../../strings/t.ts'
import { span } from '../../ui/format.ts'
import type { ConversationRow } from './conversations.ts'

export type TurnFacts = Pick<ConversationRow, 'parts' | 'account' | 'crisis' | 'mood' | 'reasons'>

const minute = 60_000

/** What its parts are worth together, in milliseconds. */
export const aheadBy = ({ parts }: Pick<ConversationRow, 'parts'>): number => Object.values(parts).reduce((all, minutes) => all + minutes, 0) * minute

/** “severity 1 +4 h, vulnerable +3 h”: the heaviest first. */
export function turnParts(row: TurnFacts): string[] {
  return Object.entries(row.parts)
    .sort(([, one], [, other]) => other - one)
    .map(([part, minutes]) => t('inbox.part', { what: partName(part, row), span: span(minutes * minute) }))
}

/** Undefined: it only waits its turn. */
export function turnSentence(row: TurnFacts): string | undefined {
  const ahead = aheadBy(row)
  return ahead === 0 ? undefined : t('inbox.turn', { span: span(ahead), parts: turnParts(row).join(', ') })
}

function partName(part: string, { account, crisis, mood, reasons }: TurnFacts): string {
  switch (part) {
    case 'severity':
      return t('inbox.partOf.severity', { severity: crisis?.severity ?? '' })
    case 'tier':
      return account?.tier ?? t('inbox.partOf.tier')
    case 'vulnerability':
      return account?.vulnerability ?? t('inbox.partOf.vulnerability')
    case 'mood':
      return mood === 'angry' || mood === 'negative' ? tOf('inbox.mood', mood) : t('inbox.partOf.mood')
    case 'reason':
      return t('inbox.partOf.reason', { reasons: marksOf(reasons).map(reasonName).join(', ') })
    case 'still-broken':
      return t('inbox.stillBroken')
    case 'promise':
      return t('inbox.partOf.promise')
    default:
      return part
  }
}

/** What was read in it, the gravest first; what a mood says already, and what nobody acts by, is left out. */
export const shownReasons = ['safety', 'vulnerable', 'legal', 'deadline', 'asked-before', 'many', 'cancel', 'refund', 'outage'] as const
export type ShownReason = (typeof shownReasons)[number]
export const marksOf = (reasons: readonly string[]): ShownReason[] => shownReasons.filter((each) => reasons.includes(each))
export const reasonName = (reason: ShownReason): string => tOf('inbox.reason', reason)
