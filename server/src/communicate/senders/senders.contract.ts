import { z } from 'zod'
import { Instant, Line, Person } from '../../platform/contract.ts'
import { normalAddress } from '../../platform/email-address.ts'

export const Domain = z.string().regex(/^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,62}\.)+[a-z0-9-]{2,63}$/, 'must be a domain such as example.com')
export const Selector = z.string().regex(/^[a-z0-9][a-z0-9-]{0,61}$/, 'must be lower-case letters, digits and dashes')

/** A line to add to the DNS. `value`: as most providers' forms want it. `zone`: as it stands in a zone file, strings over 255 characters split. */
export const DnsLine = z.object({ name: z.string(), type: z.enum(['TXT', 'MX']), value: z.string(), zone: z.string() })

export const SenderKey = z.object({
  selector: z.string(),
  state: z.enum(['waiting', 'signing', 'retired']),
  line: DnsLine,
  madeBy: Person,
  madeAt: Instant,
  switchedAt: Instant.nullable(),
  mayGoAt: Instant.nullable().describe('of a retired key: from when on its line may be removed from the DNS'),
})
const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day such as 22:00')
export const QuietHours = z.object({ from: TimeOfDay, until: TimeOfDay })
export const PutQuietHours = z.object({
  quietHours: QuietHours.refine(({ from, until }) => from !== until, 'must end at another time than they begin').nullable(),
})
export const SenderBrand = z.object({
  slug: z.string(),
  name: z.string(),
  sender: z.string(),
  senderName: z.string(),
  replyTo: z.string().nullable(),
  bounceAddress: z.string().nullable(),
  quietHours: QuietHours.nullable().describe('when what can wait is not sent, by each reader’s own clock'),
})
/** A domain in whose name mails go out: that of a brand's sender. */
export const SenderView = z.object({ domain: z.string(), brands: z.array(SenderBrand), keys: z.array(SenderKey).describe('newest first') })

export const Finding = z.object({
  about: z.enum(['spf', 'dkim', 'dmarc', 'bounces', 'unsubscribe']),
  state: z.enum(['right', 'warning', 'wrong', 'unknown']),
  domain: z.string().describe('the domain it is about'),
  sentence: z.string().describe('what is right or wrong, and what to do'),
  lines: z.array(DnsLine).describe('what to add to the DNS, where that helps'),
})
export const SenderCheck = z.object({ domain: z.string(), checkedAt: Instant, findings: z.array(Finding) })

const Address = Line(254).overwrite(normalAddress).regex(z.regexes.email, 'must be an e-mail address')
export const PutBrandAddresses = z.object({
  replyTo: Address.nullable().describe('where answers go; null: to the sender'),
  bounceAddress: Address.refine((address) => address.indexOf('@') <= 30, 'must have at most 30 characters before the @, for each mail adds its number')
    .nullable()
    .describe('where undeliverable mail returns, each with the delivery’s number in it; null: to the sender'),
})
export type DnsLine = z.output<typeof DnsLine>
export type SenderView = z.output<typeof SenderView>
export type SenderKey = z.output<typeof SenderKey>
export type SenderBrand = z.output<typeof SenderBrand>
export type SenderCheck = z.output<typeof SenderCheck>
export type Finding = z.output<typeof Finding>
