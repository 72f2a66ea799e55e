// Everything about one mail that is not its text: the links of its reader, where it bounces to, when it was written, who signs for it.
import type { Message } from '@leeward/email'
import type { Deps } from '../../deps.ts'
import { signOffLinks } from '../../restore/sign-off/links.ts'
import { unsubscribeLink } from '../unsubscribe/unsubscribe.links.ts'
import { myPageLink } from '../my-page/my-page.links.ts'
import { pageForPerson } from '../status-page/private.links.ts'
import { bounceAddressOf } from './bounce-address.ts'
import type { Claimed } from './deliveries.store.ts'
import { composeMail, type Links, type Recipient } from './mail.ts'
import type { BatchUpdate } from './mail.store.ts'

export function writeMail(deps: Deps, found: BatchUpdate, person: Recipient, row: Claimed): Message {
  const update = { ...found.update, parts: found.textIn(person.locale) }
  const { brand } = update
  const links: Links = {
    // What is not for everybody is read through a link of its own, for as long as this mail says something new.
    statusPage: pageForPerson(deps, brand, found.publishedAt, person.readerOf),
    // An exercise has no page of its own.
    ...(row.practice || row.accountId === null || row.contactId === null
      ? {}
      : { my: myPageLink({ ...deps, clock: () => found.publishedAt }, { a: Number(row.accountId), k: Number(row.contactId), b: brand.slug }).url }),
    ...(['update', 'direct', 'stakeholder'].includes(update.class) ? { unsubscribe: unsubscribeLink(deps, row.id) } : {}),
    ...(update.class === 'sign-off-request' || person.asked
      ? signOffLinks({ ...deps, clock: () => found.publishedAt }, update.crisisId, {
          ...row,
          accountId: Number(row.accountId),
          contactId: Number(row.contactId),
        })
      : {}),
  }
  return {
    ...composeMail(update, person, links),
    date: deps.clock(),
    ...(brand.bounceAddress ? { envelopeFrom: bounceAddressOf(deps.key, brand.bounceAddress, row.id) } : {}),
    ...(found.signer ? { dkim: found.signer } : {}),
    ...(found.files ? { attachments: found.files } : {}),
  }
}
