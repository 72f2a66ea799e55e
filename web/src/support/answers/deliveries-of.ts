// How the mails of one answer fared, in few figures: what is on its way together, what did not arrive by how.
import { t } from '../../strings/t.ts'
import { onItsWay } from '../conversations/conversations.ts'

const ends = ['accepted', 'bounced', 'failed', 'suppressed', 'unknown', 'cancelled'] as const
const tones: Record<(typeof ends)[number], string> = {
  accepted: 'lw-green',
  bounced: 'lw-red',
  failed: 'lw-red',
  suppressed: '',
  unknown: 'lw-amber',
  cancelled: '',
}

export function deliveriesOf(deliveries: Readonly<Record<string, number>>): { label: string; count: number; tone: string }[] {
  const moving = onItsWay.reduce((all, state) => all + (deliveries[state] ?? 0), 0)
  return [
    { label: t('inbox.delivery.sending'), count: moving, tone: 'lw-blue' },
    ...ends.map((state) => ({ label: t(`inbox.delivery.${state}`), count: deliveries[state] ?? 0, tone: tones[state] })),
  ].filter(({ count }) => count > 0)
}
