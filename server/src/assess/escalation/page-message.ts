// What a page says: short, for somebody who was asleep a minute ago. What, how bad, since when, what to do, and where.
import type { Message } from '@leeward/email'
import type { WebhookMessage } from '@leeward/webhook'
import { escaped } from '../../communicate/frame/html.ts'
import type { Reason } from './pages.plan.ts'

export type PageAbout = {
  id: string
  reason: Reason
  detail: string | null
  /** Whether this person may take command; who may not is not asked to. */
  mayLead: boolean
  person: { name: string }
  crisis: { id: string; number: string; title: string; severity: number; onsetAt: Date; practice: boolean; accounts: number | null } | null
  sender: { name: string; address: string }
  roomUrl: string
  acknowledgeUrl: string
  /** Of a promise to customers: where a holding update is looked at and published. */
  holdingUrl?: string
}
const severityWords = ['', 'critical', 'high', 'medium', 'low']
const headings: Record<Reason, string> = {
  escalation: 'A crisis needs somebody to lead it',
  clock: 'A promise needs you',
  approval: 'An update to customers waits for you',
  'hand-over': 'A seat is offered to you',
  relief: 'It is time to be relieved',
  attention: 'Something needs you',
  test: 'This is a test page',
}
const asks: Record<Reason, string> = {
  escalation: 'Take command if you can lead now. Unless somebody does, the next people are paged.',
  clock: 'You lead this crisis: keep the promise, or waive it with a reason.',
  approval: 'Read it, then approve it or send it back. Opening the link does neither.',
  'hand-over': 'Accept or decline it in the crisis room.',
  relief: 'Hand over, then rest. Tired people decide badly.',
  attention: 'Open the crisis room and decide.',
  test: 'Press the button behind the link, and Leeward knows that it reaches you this way.',
}
const buttons: Record<Reason, string> = {
  escalation: 'Take command',
  clock: 'I have seen it',
  approval: 'Read the update',
  'hand-over': 'I have seen it',
  relief: 'I have seen it',
  attention: 'I have seen it',
  test: 'It reached me',
}

export const buttonOf = ({ reason, mayLead }: Pick<PageAbout, 'reason' | 'mayLead'>): string =>
  reason === 'escalation' && !mayLead ? 'I have seen it' : buttons[reason]
export const askOf = ({ reason, mayLead }: Pick<PageAbout, 'reason' | 'mayLead'>): string =>
  reason === 'escalation' && !mayLead
    ? 'You may not take command, but you are on call: start working on it, and help to find somebody who leads. The paging goes on until somebody does.'
    : asks[reason]
export const holdingLabel = 'See a holding update, then publish it'
const pressed = 'display:inline-block;padding:14px 20px;border-radius:8px;background:#1d5bb8;color:#ffffff;font-weight:600;text-decoration:none'
export const headingOf = (reason: Reason): string => headings[reason]

/** The facts of the crisis, a line each. */
export function linesOf({ crisis, detail }: Pick<PageAbout, 'crisis' | 'detail'>): string[] {
  const about = crisis
    ? [
        `${crisis.number}: ${crisis.title}`,
        `Severity ${crisis.severity}, ${severityWords[crisis.severity]}. Customers hurt since ${shown(crisis.onsetAt)} UTC${crisis.accounts === null ? '' : ` (${crisis.accounts.toLocaleString('en')} accounts)`}.`,
      ]
    : []
  return [...(crisis?.practice ? ['Practice: nothing is really broken.'] : []), ...about, ...(detail ? detail.split('\n') : [])]
}
const shown = (at: Date) => at.toISOString().slice(0, 16).replace('T', ' ')

export function pageMail(page: PageAbout, to: string): Message {
  const { reason, crisis } = page
  const host = page.sender.address.split('@')[1] ?? 'leeward.invalid'
  const subject = crisis ? `[Severity ${crisis.severity}] ${headings[reason]}: ${crisis.title} [${crisis.number}]` : headings[reason]
  const lines = linesOf(page)
  const links = [
    ...(page.holdingUrl ? [`${holdingLabel}: ${page.holdingUrl}`] : []),
    `${buttonOf(page)}: ${page.acknowledgeUrl}`,
    ...(crisis ? [`Crisis room: ${page.roomUrl}`] : []),
  ]
  return {
    id: `<page.${page.id}@${host}>`,
    from: page.sender,
    to,
    subject,
    text: [headings[reason], ...lines, askOf(page), '', ...links].join('\n'),
    html: `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${escaped(subject)}</title></head>
<body style="margin:0;padding:24px 16px;font:16px/1.5 -apple-system,'Segoe UI',Roboto,Arial,sans-serif"><div style="max-width:560px;margin:0 auto">
<h1 style="font-size:20px;line-height:1.3;margin:0 0 12px">${escaped(headings[reason])}</h1>
${lines.map((line) => `<p style="margin:0 0 8px">${escaped(line)}</p>`).join('\n')}
<p style="margin:16px 0;font-weight:600">${escaped(askOf(page))}</p>
${page.holdingUrl ? `<p style="margin:20px 0"><a href="${escaped(page.holdingUrl)}" style="${pressed}">${holdingLabel}</a></p>\n` : ''}<p style="margin:20px 0"><a href="${escaped(page.acknowledgeUrl)}" style="${pressed}">${escaped(buttonOf(page))}</a></p>
${crisis ? `<p><a href="${escaped(page.roomUrl)}">Open the crisis room</a></p>` : ''}
</div></body></html>
`,
    headers: { Importance: 'high', 'X-Priority': '1', ...(crisis ? { 'X-Leeward-Crisis': crisis.number } : {}) },
    ...(crisis ? { references: [`<page.${crisis.id}@${host}>`] } : {}),
  }
}

export const pageWebhook = (page: PageAbout, to: string, secret: string, at: Date): WebhookMessage => ({
  id: `page_${page.id}`,
  to,
  secret,
  type: `page.${page.reason}`,
  timestamp: at,
  data: {
    page: page.id,
    person: page.person.name,
    heading: headings[page.reason],
    text: [...linesOf(page), askOf(page)].join('\n'),
    crisis: page.crisis && {
      id: page.crisis.id,
      number: page.crisis.number,
      title: page.crisis.title,
      severity: page.crisis.severity,
      onsetAt: page.crisis.onsetAt.toISOString(),
      practice: page.crisis.practice,
    },
    acknowledgeUrl: page.acknowledgeUrl,
    ...(page.holdingUrl ? { holdingUrl: page.holdingUrl } : {}),
    roomUrl: page.crisis ? page.roomUrl : null,
  },
})
