// How an update that waits is shown on a phone at night: first who asks what, then the words, then the two buttons.
import { personPage } from '../../assess/escalation/page.html.ts'
import type { Deps } from '../../deps.ts'
import { escaped, shownTime } from '../frame/html.ts'
import { partsAsHtml } from '../frame/parts.ts'
import { frame, languageOf, put } from '../frame/strings.ts'
import type { Finding } from '../linter/linter.contract.ts'
import type { Shown } from './approval.view.ts'

type At = Pick<Deps, 'config'>
type Read = Pick<Shown, 'texts' | 'promiseBy' | 'files'> & { phase: Shown['update']['phase']; timeZone: string }
const utc = (at: Date | null) => (at ? `${at.toISOString().slice(11, 16)} UTC` : '')

export function askPage(deps: At, shown: Shown, wrong?: string): string {
  const { update, crisis, author, isLast, missing, mayAnswer } = shown
  const wanted = isLast ? 'With your yes it goes to customers at once; it cannot be called back.' : `With your yes ${missing - 1} more must agree.`
  const buttons = mayAnswer
    ? `<p><b>${wanted}</b></p><form method="post"><button name="answer" value="approve">${isLast ? 'Approve and publish' : 'Approve'}</button></form>
<form method="post"><label for="reason">What must change?</label><textarea id="reason" name="reason" rows="3" maxlength="1000" required></textarea><button class="quietly" name="answer" value="send-back">Send back</button></form>`
    : '<p class="state state-minor">You may not approve updates any more. Tell whoever leads the crisis.</p>'
  return personPage(
    `<h2>An update to customers waits for you</h2>
${crisis.practice ? '<p>Practice: nothing is really broken.</p>' : ''}<p>${escaped(crisis.number)}: ${escaped(crisis.title)}. Severity ${crisis.severity}.</p>
<p>Written by ${escaped(author)}. It goes to ${inContacts(shown.recipients)} and to the status page of ${escaped(crisis.brand)}.</p>
${wrong ? `<p class="state state-major" role="alert">${escaped(wrong)}</p>` : ''}${findingsAsHtml(shown.findings)}${asRead({ ...shown, phase: update.phase, timeZone: crisis.timeZone })}${buttons}${roomLink(deps, update.crisisId)}`,
    'An update waits',
  )
}

export const answeredPage = (deps: At, shown: Shown, answer: 'approve' | 'send-back'): string => {
  const { update, author, isLast, missing } = shown
  const said =
    answer === 'send-back'
      ? `Sent back. ${author} reads your words in the crisis room, and the update goes on as a draft.`
      : isLast
        ? `Approved. It is on its way to ${inContacts(shown.recipients)} and stands on the status page.`
        : `Approved. ${missing - 1} more must agree before it goes to customers.`
  return personPage(`<p class="state state-none" role="status">${escaped(said)}</p>${roomLink(deps, update.crisisId)}`)
}

/** A link that asks nothing any more says why, and what there is to do. */
export function settledPage(deps: At, shown: Shown): string {
  const { update, by, missing } = shown
  const people = by.names.length > 0 ? ` ${by.names.join(' and ')} approved it.` : ''
  const sentences = {
    published: `This update was published${update.publishedAt ? ` at ${utc(update.publishedAt)}` : ''}.${people} You need do nothing.`,
    withdrawn: 'This update was withdrawn before it went out. You need do nothing: if it is written anew, you are asked anew.',
    'sent-back': `${by.names[0] ?? 'Somebody'} sent this update back${by.reason ? `: “${by.reason}”` : ''}. You need do nothing: once it is submitted again, you are asked anew.`,
    superseded: 'What waits now is not what this link was sent for. Look at it in the crisis room.',
    closed: 'This crisis is closed. Nothing goes out any more; you need do nothing.',
    agreed: `You agreed to this update. ${missing} more must agree before it goes to customers.`,
  }
  return personPage(`<p class="state state-minor" role="status">${escaped(sentences[shown.settled ?? 'superseded'])}</p>${roomLink(deps, update.crisisId)}`)
}

export const gonePage = ({ config }: At, why: 'expired' | 'unknown'): string =>
  personPage(
    `<p class="state state-minor" role="status">${why === 'expired' ? 'This link was good for 24 hours and has expired.' : 'This link is not valid.'} What still waits for you stands in the crisis room.</p><p><a href="${escaped(config.consoleUrl)}">Open Leeward</a></p>`,
  )

/** In each language that it was written in, with the words that stand around it there. */
export const asRead = ({ texts, phase, promiseBy, timeZone, files }: Read): string =>
  texts
    .map(({ locale, parts }) => {
      const words = frame(locale)
      const next = promiseBy ? put(words.nextUpdate, { time: shownTime(promiseBy, languageOf(locale), timeZone) }) : words.lastUpdate
      const attached =
        files.length > 0 ? `<p>${escaped(words.files)}: ${files.map(({ name, alt }) => escaped(alt ? `${name} (${alt})` : name)).join(', ')}</p>` : ''
      return `<article class="incident incident-minor read" lang="${languageOf(locale)}"><h3>${escaped(parts.title)}</h3><p class="quiet">${escaped(words[phase])}</p>${partsAsHtml(parts, words, phase === 'resolved')}${attached}<p class="next">${escaped(next)}</p></article>`
    })
    .join('')

export const findingsAsHtml = (found: Finding[]): string => {
  const weighty = found.filter(({ severity }) => severity !== 'hint')
  const lines = weighty.map(
    ({ severity, sentence }) => `<li class="${severity}"><b>${severity === 'error' ? 'Must change' : 'Weigh'}:</b> ${escaped(sentence)}</li>`,
  )
  return lines.length > 0 ? `<h3>Before you say yes</h3><ul class="findings">${lines.join('')}</ul>` : ''
}

export const inContacts = (recipients: number) => (recipients === 1 ? '1 contact' : `${recipients.toLocaleString('en')} contacts`)
export const roomLink = ({ config }: At, crisisId: string) =>
  `<p><a href="${escaped(`${config.consoleUrl}/crises/${crisisId}/updates`)}">Open the crisis room</a></p>`
