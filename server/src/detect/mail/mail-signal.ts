// An inbound mail as a signal: whose it is by where it went, what it says by what somebody wrote in it.
import { addressesIn } from '../../communicate/bounces/addresses.ts'
import { headerOf, type MailParts } from '../../communicate/bounces/mail-parts.ts'
import { signal, text, type Told } from '../signals/forms/form.ts'
import { NoSignal } from '../signals/read-signals.ts'
import type { Source } from '../signals/sources.store.ts'
import { mailAlert } from './mail-alert.ts'
import { nobodyWrote } from './nobody-wrote.ts'
import { writtenPart } from './written-part.ts'

export type Mail = { parts: MailParts; id: string; at: Date; lately: number }
/** `hash`: of the key that stands in its address. */
export type MailSource = Source & { hash: string }

/** Where it went, as the servers on its way say, and as it says itself. */
export const recipientsOf = (mail: Pick<MailParts, 'headers'>): string[] =>
  addressesIn(['x-original-to', 'delivered-to', 'envelope-to', 'to', 'cc'].map((name) => headerOf(mail, name).slice(0, 20_000)).join(' '))

/** The keys in NAME+KEY@…, of which one may be that of a source. */
export const keysIn = (recipients: readonly string[]): string[] => recipients.flatMap((address) => /\+([0-9a-f]{32})@/.exec(address)?.[1] ?? [])

/** One source at most: the one whose key it brings; else alerts by address and subject; else mails by address. */
export function sourceOfMail<S extends MailSource>(
  mail: Pick<MailParts, 'subject'>,
  recipients: readonly string[],
  hashes: readonly string[],
  sources: readonly S[],
): S | undefined {
  const came = (addresses: readonly string[]) => addresses.some((address) => recipients.includes(address))
  return (
    sources.find(({ hash }) => hashes.includes(hash)) ??
    sources.find(
      ({ settings }) =>
        settings?.kind === 'mail-alerts' &&
        came(settings.addresses) &&
        (settings.subject === null || mail.subject.toLowerCase().includes(settings.subject.toLowerCase())),
    ) ??
    sources.find(({ settings }) => settings?.kind === 'mail' && came(settings.addresses))
  )
}

/** What it tells; `from` is whom it is looked up by among the contacts, and stays nowhere. */
export function mailSignal({ parts, id, at, lately }: Mail, { settings }: Pick<Source, 'settings'>): Told | NoSignal {
  const written = text(writtenPart(parts.text))
  const own = { id: `mail/${id}`.slice(0, 300), at: at.getTime() }
  if (settings?.kind === 'mail-alerts') return { ...mailAlert(parts.subject, text(parts.text, 4_000) ?? '', settings), ...own }
  const why = nobodyWrote(parts, lately)
  if (why) return new NoSignal(why)
  const subject = text(parts.subject.replace(/^(\s*(re|aw|sv|fwd?|fw|wg|tr)\s*:)+/i, ''), 300)
  if (!written && !subject) return new NoSignal('Nothing is written in it.')
  return signal({ ...own, kind: 'message', name: 'mail', title: subject, body: written ?? subject, from: addressesIn(parts.from)[0] })
}
