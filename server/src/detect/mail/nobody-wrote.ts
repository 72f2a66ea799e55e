// Whether nobody wrote a mail: what machines send says so (RFC 3834 and what is usual besides), and what is counted twice or in a loop would look like a crisis.
import { headerOf, type MailParts } from '../../communicate/bounces/mail-parts.ts'

/** So many mails of one address within the hour are two machines that answer each other, or a tool; the first of them count. */
export const mostAnHour = 20

/**
 * Why a mail is no word of a customer, in a sentence for people; undefined: somebody wrote it.
 * @param lately how many came from its sender within the hour before
 */
export function nobodyWrote(mail: Pick<MailParts, 'headers' | 'subject' | 'from' | 'text'>, lately: number): string | undefined {
  const said = (name: string) => headerOf(mail, name).trim().toLowerCase()
  const auto = said('auto-submitted').replace(/[\s;(].*$/s, '')
  if (auto !== '' && auto !== 'no') return `A machine sent it (Auto-Submitted: ${auto.slice(0, 40)}).`
  if (said('x-leeward-crisis') !== '') return 'It is a mail of ours that came back.'
  if (answering.some((name) => said(name) !== '')) return 'An answering machine sent it.'
  if (/^(bulk|junk|list|auto_?reply)\b/.test(said('precedence'))) return `It went to many (Precedence: ${said('precedence').slice(0, 40)}).`
  if (said('list-id') !== '' || said('list-post') !== '' || said('list-unsubscribe') !== '') return 'It came over a list.'
  if (said('return-path') === '<>') return 'Nobody may be answered (an empty return path): a machine sent it.'
  if (machines.test(/<([^<>]*)>/.exec(mail.from)?.[1] ?? '')) return 'Its sender is a machine by its name.'
  if (leaving.test(mail.subject.trim()) || (mail.subject.trim() === '' && leaving.test(mail.text.trim().slice(0, 200))))
    return 'It only asks to be taken off a list.'
  if (lately >= mostAnHour) return `More than ${mostAnHour} mails came from its sender within the hour: two machines may answer each other.`
  return undefined
}

const answering = ['x-autoreply', 'x-autorespond', 'x-auto-response', 'x-autoresponder', 'x-mail-autoreply', 'x-loop']
const machines = /^(mailer-?daemon|postmaster|no-?reply|do-?not-?reply|noreply-.*|bounces?([+-].*)?|notifications?)@/i
const leaving = /^(re: )?(unsubscribe|remove( me)?|abmelden|abbestellen|se désabonner|désabonnement|darse de baja|descadastrar|配信停止)[.!]?$/iu
